#include "target_map.h"

#define SLACK 8 /* bits_from reads four bytes */

static size_t bitmap_bytes(size_t text_length) { return (text_length / 8 + 1 + SLACK + 7) & ~(size_t)7; }

size_t target_map_bytes(size_t text_length) { return 2 * bitmap_bytes(text_length); }

void clear_target_map(struct target_map *map, void *memory, uint64_t text_address, size_t text_length) {
    size_t count = target_map_bytes(text_length);
    map->targets = memory;
    map->entries = map->targets + bitmap_bytes(text_length);
    map->address = text_address;
    map->length = text_length;
    __asm__ volatile("rep stosb" : "+D"(memory), "+c"(count) : "a"(0) : "memory");
}

int has_target_between(const struct target_map *map, size_t first, size_t end) {
    for (size_t offset = first; offset < end && offset < map->length; offset++)
        if (has_bit(map->targets, offset)) return 1;
    return 0;
}
