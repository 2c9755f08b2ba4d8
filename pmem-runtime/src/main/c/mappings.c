#include "mappings.h"

#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#include "files.h"
#include "text.h"

#define CLEAR_IN_PLACE_BYTES (256ull << 10)
#define SEEK_TO_DATA 3
#define SEEK_TO_HOLE 4

struct lock mappings_lock;

struct mapping_index *mappings_now(void) { return &MAPPINGS[HEADER->mappings_active]; }

uint64_t mapping_above(const struct mapping_index *index, uint64_t address) {
    uint64_t low = 0;
    uint64_t high = index->count;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (index->entries[middle].end > address) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

int mapped_completely(uint64_t start, uint64_t end) {
    const struct mapping_index *index = mappings_now();
    for (uint64_t i = mapping_above(index, start); start < end; i++) {
        if (i == index->count || index->entries[i].start > start) {
            return 0;
        }
        start = index->entries[i].end;
    }
    return 1;
}

uint64_t find_gap(uint64_t from, uint64_t length, uint64_t alignment) {
    const struct mapping_index *index = mappings_now();
    uint64_t candidate = (from + alignment - 1) & ~(alignment - 1);
    for (uint64_t i = mapping_above(index, candidate); i < index->count; i++) {
        if (index->entries[i].start >= candidate + length) {
            break;
        }
        candidate = (index->entries[i].end + alignment - 1) & ~(alignment - 1);
    }
    return candidate + length <= ARENA_END ? candidate : 0;
}

struct mapping_index *change_begin(void) {
    const struct mapping_index *now = mappings_now();
    struct mapping_index *next = &MAPPINGS[1 - HEADER->mappings_active];
    next->count = now->count;
    memcpy(next->entries, now->entries, now->count * sizeof(struct mapping));
    return next;
}

static void insert_at(struct mapping_index *next, uint64_t position, const struct mapping *mapping) {
    ASSERT(next->count < MAPPING_CAPACITY);
    memmove(&next->entries[position + 1], &next->entries[position], (next->count - position) * sizeof(struct mapping));
    next->entries[position] = *mapping;
    next->count++;
}

static void remove_range(struct mapping_index *next, uint64_t first, uint64_t last) {
    memmove(&next->entries[first], &next->entries[last], (next->count - last) * sizeof(struct mapping));
    next->count -= last - first;
}

/* Makes `address` a border between entries. */
static void split_at(struct mapping_index *next, uint64_t address) {
    uint64_t i = mapping_above(next, address);
    if (i == next->count || next->entries[i].start >= address) {
        return;
    }
    struct mapping upper = next->entries[i];
    upper.file_offset += address - upper.start;
    upper.start = address;
    next->entries[i].end = address;
    insert_at(next, i + 1, &upper);
}

void change_clear(struct mapping_index *next, uint64_t start, uint64_t end) {
    split_at(next, start);
    split_at(next, end);
    uint64_t first = mapping_above(next, start);
    uint64_t last = first;
    while (last < next->count && next->entries[last].start < end) {
        last++;
    }
    if (last > first) {
        remove_range(next, first, last);
    }
}

static int mergeable(const struct mapping *low, const struct mapping *high) {
    return low->end == high->start && low->kind == high->kind && low->kind != MAPPING_FILE && low->prot == high->prot &&
           is_shared(low) == is_shared(high) && ((low->flags ^ high->flags) & MAP_STACK) == 0;
}

static void merge_around(struct mapping_index *next, uint64_t position) {
    if (position + 1 < next->count && mergeable(&next->entries[position], &next->entries[position + 1])) {
        next->entries[position].end = next->entries[position + 1].end;
        remove_range(next, position + 1, position + 2);
    }
    if (position > 0 && mergeable(&next->entries[position - 1], &next->entries[position])) {
        next->entries[position - 1].end = next->entries[position].end;
        remove_range(next, position, position + 1);
    }
}

void change_set(struct mapping_index *next, const struct mapping *mapping) {
    ASSERT(mapping->start < mapping->end && mapping->end <= ARENA_END);
    change_clear(next, mapping->start, mapping->end);
    uint64_t position = mapping_above(next, mapping->start);
    insert_at(next, position, mapping);
    merge_around(next, position);
}

void change_protection(struct mapping_index *next, uint64_t start, uint64_t end, uint32_t prot) {
    split_at(next, start);
    split_at(next, end);
    for (uint64_t i = mapping_above(next, start); i < next->count && next->entries[i].start < end; i++) {
        next->entries[i].prot = prot;
        if (next->entries[i].kind == MAPPING_NONE && prot != 0) {
            next->entries[i].kind = MAPPING_POOL;
        }
    }
    for (uint64_t i = mapping_above(next, start); i > 0 && i < next->count && next->entries[i].start <= end;) {
        uint64_t before = next->count;
        if (mergeable(&next->entries[i - 1], &next->entries[i])) {
            next->entries[i - 1].end = next->entries[i].end;
            remove_range(next, i, i + 1);
        }
        i += next->count == before;
    }
}

int change_fits(const struct mapping_index *next) {
    uint64_t pool_bytes = 0;
    for (uint64_t i = 0; i < next->count; i++) {
        if (next->entries[i].kind == MAPPING_POOL) {
            pool_bytes += next->entries[i].end - next->entries[i].start;
        }
    }
    HEADER->pool_reserved_bytes = pool_bytes;
    return pool_bytes <= HEADER->pool_limit_bytes && next->count + 8 < MAPPING_CAPACITY;
}

void change_commit(struct thread *thread, struct mapping_index *next, long result) {
    commit_store(thread, result, &HEADER->mappings_active, (uint64_t)(next - MAPPINGS));
}

void change_publish(struct mapping_index *next) {
    BARRIER();
    *(volatile uint64_t *)&HEADER->mappings_active = (uint64_t)(next - MAPPINGS);
    BARRIER();
}

/* Volatile: 1 = one count of file_used is the mappings'. */
static uint8_t file_mapped[FILE_CAPACITY];

void mapping_keeps_file(uint32_t file) {
    if (!file_mapped[file]) {
        file_mapped[file] = 1;
        file_retain(file);
    }
}

static int has_mapping(uint32_t file) {
    const struct mapping_index *index = mappings_now();
    for (uint64_t i = 0; i < index->count; i++) {
        if (index->entries[i].kind == MAPPING_FILE && index->entries[i].file == file) {
            return 1;
        }
    }
    return 0;
}

void release_unmapped_files(void) {
    for (uint32_t file = 0; file < HEADER->files_high; file++) {
        if (file_mapped[file] && !has_mapping(file)) {
            file_mapped[file] = 0;
            file_release(file);
        }
    }
}

long map_entry(const struct mapping *mapping) {
    uint64_t length = mapping->end - mapping->start;
    long answer;
    if (mapping->kind == MAPPING_NONE) {
        answer = call6(__NR_mmap, mapping->start, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
                       (uint64_t)-1, 0);
    } else if (mapping->kind == MAPPING_POOL) {
        answer = call6(__NR_mmap, mapping->start, length, mapping->prot, pool_share | MAP_FIXED, (uint64_t)pool_fd,
                       mapping->start);
    } else {
        answer = map_shared_file(mapping);
    }
    return answer < 0 ? answer : 0;
}

long pool_reserve(uint64_t start, uint64_t end) {
    long answer = call4(__NR_fallocate, pool_fd, FALLOC_FL_KEEP_SIZE, start, end - start);
    return answer == -ENOSPC ? -ENOMEM : answer;
}

void pool_release(uint64_t start, uint64_t end) {
    long answer = call4(__NR_fallocate, pool_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, start, end - start);
    ASSERT(answer == 0);
}

void pool_clear(uint64_t start, uint64_t end) {
    for (uint64_t at = start; at < end;) {
        long data = call3(__NR_lseek, pool_fd, at, SEEK_TO_DATA);
        if (data < 0 || (uint64_t)data >= end) {
            return;
        }
        long hole = call3(__NR_lseek, pool_fd, data, SEEK_TO_HOLE);
        uint64_t data_end = hole < 0 || (uint64_t)hole > end ? end : (uint64_t)hole;
        if (data_end - (uint64_t)data <= CLEAR_IN_PLACE_BYTES) {
            memset((void *)data, 0, data_end - (uint64_t)data);
        } else {
            pool_release((uint64_t)data, data_end);
            pool_reserve((uint64_t)data, data_end);
        }
        at = data_end;
    }
}
