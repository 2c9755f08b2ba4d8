#include "unwind_table.h"

/* .eh_frame_hdr: version, three encodings, a pointer to .eh_frame, the number of entries; then the entries. */
#define HDR_VERSION 1
#define ENCODED_COUNT 0x03 /* udata4 */
#define ENCODED_TABLE 0x3b /* sdata4, relative to .eh_frame_hdr */
#define HDR_BYTES 12
#define ENTRY_BYTES 8
/* An entry of .eh_frame: length, where its common part is, start (relative to this field), length of the range. */
#define FRAME_START 8
#define FRAME_RANGE 12
#define FRAME_BYTES 16
/* A common part: length, 0, version, then letters that end with 0. */
#define COMMON_LETTERS 9
#define COMMON_LETTERS_MAX 8
#define SIGNAL_LETTER 'S'

static int32_t signed_at(const uint8_t *bytes) {
    int32_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

/* The table's header and its address; 0 when it is none that linkers write. */
static const uint8_t *find_table(struct elf_bytes file, uint64_t *address, size_t *entries) {
    size_t count;
    const Elf64_Phdr *segments = elf_segments(file, &count);
    for (size_t n = 0; n < count; n++) {
        const Elf64_Phdr *s = &segments[n];
        if (s->p_type != PT_GNU_EH_FRAME || s->p_filesz < HDR_BYTES) continue;
        const uint8_t *table = elf_bytes_at(file, s->p_offset, s->p_filesz);
        if (table == 0 || table[0] != HDR_VERSION || table[2] != ENCODED_COUNT || table[3] != ENCODED_TABLE) return 0;
        uint64_t said = (uint32_t)signed_at(table + 8), fit = (s->p_filesz - HDR_BYTES) / ENTRY_BYTES;
        *address = s->p_vaddr;
        *entries = said < fit ? said : fit;
        return table;
    }
    return 0;
}

size_t unwind_entry_count(struct elf_bytes file) {
    uint64_t address;
    size_t entries = 0;
    return find_table(file, &address, &entries) ? entries : 0;
}

/* Whether the entry at `frame` is that of a signal frame, which begins a byte before its code does. What cannot be read counts as one. */
static int is_signal_frame(struct elf_bytes file, uint64_t frame, const uint8_t *bytes) {
    uint64_t common = frame + 4 - (uint32_t)signed_at(bytes + 4);
    for (uint64_t n = 0; n < COMMON_LETTERS_MAX; n++) {
        const uint8_t *letter = elf_bytes_at_address(file, common + COMMON_LETTERS + n, 1);
        if (letter == 0 || *letter == SIGNAL_LETTER) return 1;
        if (*letter == 0) return 0;
    }
    return 1;
}

size_t unwind_ranges(struct elf_bytes file, uint64_t bias, struct code_range *ranges, size_t capacity) {
    uint64_t address, floor = 0;
    size_t entries, stored = 0;
    const uint8_t *table = find_table(file, &address, &entries);
    for (size_t n = 0; table && n < entries && stored < capacity; n++) {
        const uint8_t *entry = table + HDR_BYTES + n * ENTRY_BYTES;
        uint64_t start = address + (uint64_t)(int64_t)signed_at(entry), frame = address + (uint64_t)(int64_t)signed_at(entry + 4);
        const uint8_t *bytes = elf_bytes_at_address(file, frame, FRAME_BYTES);
        if (bytes == 0) continue;
        uint64_t same_start = frame + FRAME_START + (uint64_t)(int64_t)signed_at(bytes + FRAME_START);
        uint64_t length = (uint32_t)signed_at(bytes + FRAME_RANGE);
        if (same_start != start || length == 0 || start < floor || is_signal_frame(file, frame, bytes)) continue;
        ranges[stored++] = (struct code_range){start + bias, start + bias + length};
        floor = start + length;
    }
    return stored;
}
