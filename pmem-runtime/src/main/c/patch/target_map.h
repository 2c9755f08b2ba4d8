/*
 * Two bits per byte of a text, in the caller's scratch memory:
 *   targets  control may arrive here: target of a direct branch, known start, entry of a jump table, address taken
 *   entries  the same, and known from bytes that certainly are code: a proof that an instruction starts here
 * Bytes that are no code decode to branches too; those set targets (which only forbids sites) but not entries.
 */
#ifndef SUZAKU_TARGET_MAP_H
#define SUZAKU_TARGET_MAP_H

#include <stddef.h>
#include <stdint.h>

struct target_map {
    uint8_t *targets, *entries; /* one bit per byte of the text each */
    uint64_t address;
    size_t length;
};

size_t target_map_bytes(size_t text_length);

/* Clears the map in `memory`, target_map_bytes(text_length) bytes. */
void clear_target_map(struct target_map *map, void *memory, uint64_t text_address, size_t text_length);

/* Bits of `bits` for the offsets offset .. offset+15, bit 0 for `offset`. May be asked up to the text's end. */
static inline uint32_t bits_from(const uint8_t *bits, size_t offset) {
    uint32_t word;
    __builtin_memcpy(&word, bits + offset / 8, sizeof word);
    return word >> (offset % 8);
}

static inline int has_bit(const uint8_t *bits, size_t offset) { return bits[offset / 8] >> (offset % 8) & 1; }

/* Sets the bits of `address`; nothing when it lies outside the text. `proven`: set `entries` as well. */
static inline void add_target(struct target_map *map, uint64_t address, int proven) {
    size_t offset = address - map->address; /* wraps to a large number below the text */
    if (offset >= map->length) return;
    uint8_t bit = (uint8_t)(1u << (offset % 8));
    map->targets[offset / 8] |= bit;
    if (proven) map->entries[offset / 8] |= bit;
}

/* Whether control may arrive at one of the offsets first .. end-1. */
int has_target_between(const struct target_map *map, size_t first, size_t end);

#endif
