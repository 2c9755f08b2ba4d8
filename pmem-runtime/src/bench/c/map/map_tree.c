/* A crit-bit tree: a branch holds the highest bit in which the keys below it differ. */
#include <string.h>

#include "map.h"

struct branch {
    int32_t bit; /* 63 is the highest */
    ref below[2];
};

struct leaf {
    int32_t bit; /* LEAF: so it is told from a branch */
    uint64_t key;
    char value[VALUE_BYTES];
};

#define LEAF (-1)

static int side(uint64_t key, int bit) { return (int)(key >> bit & 1); }

static void prepare(struct map *map, uint64_t keys) { (void)map, (void)keys; }

static ref new_leaf(uint64_t key, const void *value) {
    ref added = allocate(sizeof(struct leaf));
    struct leaf *leaf = at(added);
    leaf->bit = LEAF;
    leaf->key = key;
    memcpy(leaf->value, value, VALUE_BYTES);
    return added;
}

static const struct leaf *closest(const struct map *map, uint64_t key) {
    const struct branch *node = at(map->top);
    while (node->bit != LEAF) node = at(node->below[side(key, node->bit)]);
    return (const struct leaf *)node;
}

/* Where a branch on `bit` belongs on the way to `key`. */
static ref *place_of(struct map *map, uint64_t key, int bit) {
    ref *place = &map->top;
    for (struct branch *node = at(*place); node->bit > bit; node = at(*place)) place = &node->below[side(key, node->bit)];
    return place;
}

static void insert(struct map *map, uint64_t key, const void *value) {
    begin();
    ref added = new_leaf(key, value);
    ref *place = &map->top;
    if (map->top != 0) {
        int bit = 63 - __builtin_clzll(closest(map, key)->key ^ key);
        place = place_of(map, key, bit);
        ref above = allocate(sizeof(struct branch));
        struct branch *branch = at(above);
        branch->bit = bit;
        branch->below[side(key, bit)] = added;
        branch->below[!side(key, bit)] = *place;
        added = above;
    }
    will_change(place, sizeof *place);
    *place = added;
    will_change(&map->count, sizeof map->count);
    map->count++;
    commit();
}

static const void *find(const struct map *map, uint64_t key) {
    const struct leaf *leaf = map->top != 0 ? closest(map, key) : 0;
    return leaf != 0 && leaf->key == key ? leaf->value : 0;
}

const struct kind map_tree = {"tree", prepare, insert, find};
