/*
 * A B-tree of order 32, split on the way down. A leaf ends before the nodes below. Order 8 is slower on either memory; so are, on libpmemobj,
 * snapshots of only those parts of a node that change.
 */
#include <string.h>

#include "map.h"

#define KEYS_MAX 31u
#define MIDDLE (KEYS_MAX / 2)

struct node {
    uint32_t count;
    uint32_t height; /* 0 = a leaf */
    uint64_t key[KEYS_MAX];
    ref value[KEYS_MAX];
    ref below[KEYS_MAX + 1];
};

/* Leaves are most of the nodes. */
static size_t bytes_of(uint32_t height) { return height == 0 ? offsetof(struct node, below) : sizeof(struct node); }

static ref new_node(uint32_t height) {
    ref added = allocate_zeroed(bytes_of(height));
    ((struct node *)at(added))->height = height;
    return added;
}

static void prepare(struct map *map, uint64_t keys) { (void)map, (void)keys; }

/* How many keys of the node are smaller. */
static uint64_t place_in(const struct node *node, uint64_t key) {
    uint64_t place = 0;
    while (place < node->count && node->key[place] < key) place++;
    return place;
}

/* Puts a key with its value at `place`, and `right` below, on its right. The node has room and may be changed. */
static void put(struct node *node, uint64_t place, uint64_t key, ref value, ref right) {
    uint64_t after = node->count - place;
    memmove(&node->key[place + 1], &node->key[place], after * sizeof node->key[0]);
    memmove(&node->value[place + 1], &node->value[place], after * sizeof node->value[0]);
    node->key[place] = key;
    node->value[place] = value;
    if (node->height > 0) {
        memmove(&node->below[place + 2], &node->below[place + 1], after * sizeof node->below[0]);
        node->below[place + 1] = right;
    }
    node->count++;
}

/* Moves the upper half of the full node at `place` below `parent` into a new one; the middle key goes up between them. */
static void split(struct node *parent, uint64_t place) {
    struct node *left = at(parent->below[place]);
    ref added = new_node(left->height);
    struct node *right = at(added);
    will_change(left, bytes_of(left->height));
    right->count = KEYS_MAX - MIDDLE - 1;
    memcpy(right->key, &left->key[MIDDLE + 1], right->count * sizeof right->key[0]);
    memcpy(right->value, &left->value[MIDDLE + 1], right->count * sizeof right->value[0]);
    if (left->height > 0) memcpy(right->below, &left->below[MIDDLE + 1], (right->count + 1) * sizeof right->below[0]);
    left->count = MIDDLE;
    will_change(parent, sizeof *parent);
    put(parent, place, left->key[MIDDLE], left->value[MIDDLE], added);
}

/* A root that has room: the old one, or a new one above its halves. */
static struct node *root_with_room(struct map *map) {
    struct node *root = map->top != 0 ? at(map->top) : 0;
    if (root != 0 && root->count < KEYS_MAX) return root;
    ref added = new_node(root != 0 ? root->height + 1 : 0);
    struct node *above = at(added);
    if (root != 0) {
        above->below[0] = map->top;
        split(above, 0);
    }
    will_change(&map->top, sizeof map->top);
    map->top = added;
    return above;
}

static void insert(struct map *map, uint64_t key, const void *value) {
    begin();
    ref added = allocate(VALUE_BYTES);
    memcpy(at(added), value, VALUE_BYTES);
    struct node *node = root_with_room(map);
    while (node->height > 0) {
        uint64_t place = place_in(node, key);
        const struct node *next = at(node->below[place]);
        if (next->count == KEYS_MAX) {
            split(node, place);
            place += node->key[place] < key;
        }
        node = at(node->below[place]);
    }
    will_change(node, bytes_of(0));
    put(node, place_in(node, key), key, added, 0);
    will_change(&map->count, sizeof map->count);
    map->count++;
    commit();
}

static const void *find(const struct map *map, uint64_t key) {
    for (ref next = map->top; next != 0;) {
        const struct node *node = at(next);
        uint64_t place = place_in(node, key);
        if (place < node->count && node->key[place] == key) return at(node->value[place]);
        next = node->height > 0 ? node->below[place] : 0;
    }
    return 0;
}

const struct kind map_tree = {"tree", prepare, insert, find};
