/* A map from 64-bit keys to 64-byte values. */
#ifndef SUZAKU_MAP_H
#define SUZAKU_MAP_H

#include "memory.h"

#define VALUE_BYTES 64

/* The fields mean what a kind of map wants; zeroed, it is the empty map. */
struct map {
    ref top;
    uint64_t count;
};

struct kind {
    const char *name;
    void (*prepare)(struct map *map, uint64_t keys); /* once, before the first insert */
    void (*insert)(struct map *map, uint64_t key, const void *value); /* a key that is not there yet */
    const void *(*find)(const struct map *map, uint64_t key); /* the value, or 0 */
};

extern const struct kind map_hash, map_tree;

#endif
