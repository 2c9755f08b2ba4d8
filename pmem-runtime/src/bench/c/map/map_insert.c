/*
 * map KIND KEYS [POOL]: inserts KEYS random keys with values of 64 bytes, looks every one up again, and prints
 *
 *     insert_ns=N      wall time per insert
 *
 * POOL is the file that the build on libpmemobj creates.
 */
#include <string.h>
#include <time.h>

#include "map.h"

#define POOL_BYTES_PER_KEY 512u
#define POOL_BYTES_BASE (256u << 20)

static uint64_t scrambled(uint64_t number) { /* one-to-one (splitmix64): keys never repeat */
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
    number = (number ^ number >> 27) * 0x94d049bb133111ebu;
    return number ^ number >> 31;
}

static int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void value_of(uint64_t key, char *value) {
    for (size_t i = 0; i < VALUE_BYTES; i += sizeof key) memcpy(value + i, &key, sizeof key);
}

static void check(const struct kind *kind, const struct map *map, uint64_t keys) {
    char value[VALUE_BYTES];
    for (uint64_t i = 0; i < keys; i++) {
        const void *found = kind->find(map, scrambled(i));
        value_of(scrambled(i), value);
        if (!found || memcmp(found, value, VALUE_BYTES) != 0 || map->count != keys) {
            fprintf(stderr, "map: key %llu is wrong\n", (unsigned long long)i);
            exit(1);
        }
    }
}

int main(int count, char **words) {
    const struct kind *kind = count > 1 && strcmp(words[1], "tree") == 0 ? &map_tree : &map_hash;
    uint64_t keys = count > 2 ? strtoull(words[2], 0, 10) : 0;
    if (keys == 0 || strcmp(words[1], kind->name) != 0) {
        fprintf(stderr, "usage: map hash|tree KEYS [POOL]\n");
        return 2;
    }
    struct map *map = memory_open(count > 3 ? words[3] : "map.pool", sizeof *map, POOL_BYTES_BASE + keys * POOL_BYTES_PER_KEY);
    kind->prepare(map, keys);
    char value[VALUE_BYTES];
    int64_t start = now_nanos();
    for (uint64_t i = 0; i < keys; i++) {
        uint64_t key = scrambled(i);
        value_of(key, value);
        kind->insert(map, key, value);
    }
    printf("insert_ns=%.1f\n", (double)(now_nanos() - start) / (double)keys);
    fflush(stdout);
    check(kind, map, keys);
    return 0;
}
