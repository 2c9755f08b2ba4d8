/*
 * What a processor can do, as CPUID says: a program asks once and then uses the instructions that it found, so an image may go on only
 * where all of them are. Shared by suzaku-runtime, which notes it, and suzaku-init, which tells the controller.
 */
#ifndef SUZAKU_CPU_FEATURES_H
#define SUZAKU_CPU_FEATURES_H

#include <cpuid.h>
#include <stdint.h>

#include "layout.h"

/* Leaf, subleaf and register (0 = eax .. 3 = edx) of each word. */
static const struct {
    uint32_t leaf, subleaf, place;
} cpu_feature_places[CPU_FEATURE_WORDS] = {
    {1, 0, 2}, {1, 0, 3}, {7, 0, 1}, {7, 0, 2}, {7, 0, 3}, {7, 1, 0}, {0xd, 1, 0}, {0x80000001u, 0, 2},
};

static inline void read_cpu_features(uint32_t features[CPU_FEATURE_WORDS]) {
    for (unsigned i = 0; i < CPU_FEATURE_WORDS; i++) {
        uint32_t words[4] = {0, 0, 0, 0};
        __get_cpuid_count(cpu_feature_places[i].leaf, cpu_feature_places[i].subleaf, &words[0], &words[1], &words[2], &words[3]);
        features[i] = words[cpu_feature_places[i].place];
    }
}

#endif
