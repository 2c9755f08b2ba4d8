/* 128 KB of anonymous memory: mapped, every page touched, unmapped. */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "micro.h"

#define MAP_BYTES (128 << 10)
#define TOUCH_BYTES 4096

static void run(long count) {
    for (long i = 0; i < count; i++) {
        char *memory = mmap(0, MAP_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        must(memory != MAP_FAILED, "mmap");
        for (long at = 0; at < MAP_BYTES; at += TOUCH_BYTES) ((volatile char *)memory)[at] = 1;
        must(munmap(memory, MAP_BYTES) == 0, "munmap");
    }
}

const struct operation micro_map = {"map", 100, run};
