#include "jump_table.h"

/*
 * Where tables lie side by side, the end of one cannot be told from the begin of the next, whose entries mean nothing
 * relative to the first. So a table has at most as many entries as a `switch` over a byte, and they lie in the function
 * that refers to it, not far away.
 */
#define MAX_ENTRIES 256
#define MAX_DISTANCE 0x8000

static int is_near(uint64_t a, uint64_t b) { return a - b + MAX_DISTANCE <= 2 * MAX_DISTANCE; }

static int is_in_text(const struct target_map *map, uint64_t address) { return address - map->address < map->length; }

static void add_relative(struct target_map *map, const struct site_hints *hints, uint64_t table, uint64_t user,
                         int proven) {
    size_t offset = table - hints->data_address;
    for (int n = 0; n < MAX_ENTRIES && offset + 4 <= hints->data_length; n++, offset += 4) {
        int32_t entry;
        __builtin_memcpy(&entry, hints->data + offset, sizeof entry);
        uint64_t target = table + (uint64_t)(int64_t)entry;
        if (!is_in_text(map, target) || !is_near(target, user)) return;
        add_target(map, target, proven);
    }
}

static void add_absolute(struct target_map *map, const struct site_hints *hints, uint64_t table, uint64_t user,
                         int proven) {
    size_t offset = table - hints->data_address;
    for (int n = 0; n < MAX_ENTRIES && offset + 8 <= hints->data_length; n++, offset += 8) {
        uint64_t target;
        __builtin_memcpy(&target, hints->data + offset, sizeof target);
        if (!is_in_text(map, target) || !is_near(target, user)) return;
        add_target(map, target, proven);
    }
}

void add_jump_table(struct target_map *map, const struct site_hints *hints, const struct instruction *i, uint64_t end,
                    int proven) {
    uint64_t displacement = (uint64_t)(int64_t)i->displacement;
    if (i->opcode == 0x8d && (i->flags & INSTRUCTION_RIP_RELATIVE)) {
        uint64_t table = end + displacement;
        if (is_in_text(map, table)) add_target(map, table, 0);
        if (hints && table - hints->data_address < hints->data_length) add_relative(map, hints, table, end, proven);
        return;
    }
    int scaled_by_8 = (i->modrm & 0xc7) == 0x04 && (i->sib & 0xc7) == 0xc5; /* no base, disp32, index * 8 */
    int loads = i->opcode == 0x8b || (i->opcode == 0xff && (i->modrm & 0x38) == 0x20);
    if (scaled_by_8 && loads && hints && displacement - hints->data_address < hints->data_length)
        add_absolute(map, hints, displacement, end, proven);
}
