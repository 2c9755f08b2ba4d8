/* A hash map with one bucket for each expected key; entries that share a bucket form a list. */
#include <string.h>

#include "map.h"

struct entry {
    ref next;
    uint64_t key;
    char value[VALUE_BYTES];
};

struct table {
    uint64_t buckets; /* a power of two */
    ref first[];
};

static ref *bucket_of(const struct map *map, uint64_t key) {
    struct table *table = at(map->top);
    return &table->first[(key * 0x9e3779b97f4a7c15u >> 20) & (table->buckets - 1)];
}

static void prepare(struct map *map, uint64_t keys) {
    uint64_t buckets = 1;
    while (buckets < keys) buckets *= 2;
    begin();
    will_change(map, sizeof *map);
    map->top = allocate_zeroed(sizeof(struct table) + buckets * sizeof(ref));
    struct table *table = at(map->top);
    table->buckets = buckets;
    commit();
}

static void insert(struct map *map, uint64_t key, const void *value) {
    ref *bucket = bucket_of(map, key);
    begin();
    ref added = allocate(sizeof(struct entry));
    struct entry *entry = at(added);
    entry->next = *bucket;
    entry->key = key;
    memcpy(entry->value, value, VALUE_BYTES);
    will_change(bucket, sizeof *bucket);
    *bucket = added;
    will_change(&map->count, sizeof map->count);
    map->count++;
    commit();
}

static const void *find(const struct map *map, uint64_t key) {
    for (ref at_entry = *bucket_of(map, key); at_entry != 0;) {
        const struct entry *entry = at(at_entry);
        if (entry->key == key) return entry->value;
        at_entry = entry->next;
    }
    return 0;
}

const struct kind map_hash = {"hash", prepare, insert, find};
