#include "kept_storage.h"

#include <linux/mman.h>

#include "syscalls.h"
#include "text.h"

#define KEPT_CAPACITY 32u
#define KEPT_RANGE_BYTES_MAX (256ull << 10)

struct kept {
    uint64_t start, end; /* start 0 = unused */
    int hidden;
};

static struct kept kept[KEPT_CAPACITY];
static uint32_t next_to_replace;

/* Out of this process. Its storage stays in the pool. */
static void unmap(const struct kept *range) {
    struct mapping none = {.start = range->start, .end = range->end, .kind = MAPPING_NONE};
    if (range->hidden) {
        long answer = map_entry(&none); /* the application still has it, as PROT_NONE */
        ASSERT(answer == 0);
    } else {
        call2(__NR_munmap, range->start, range->end - range->start);
    }
}

static void give_back(struct kept *range) {
    unmap(range);
    pool_release(range->start, range->end);
    range->start = 0;
}

int kept_add(uint64_t start, uint64_t end) {
    if (end - start > KEPT_RANGE_BYTES_MAX) {
        return 0;
    }
    struct kept *range = &kept[next_to_replace];
    next_to_replace = (next_to_replace + 1) % KEPT_CAPACITY;
    if (range->start != 0) {
        give_back(range);
    }
    *range = (struct kept){.start = start, .end = end};
    return 1;
}

uint64_t kept_take(uint64_t length) {
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        struct kept *range = &kept[i];
        if (range->start != 0 && !range->hidden && range->end - range->start == length) {
            uint64_t start = range->start;
            range->start = 0;
            next_to_replace = i;
            pool_clear(start, start + length);
            return start;
        }
    }
    return 0;
}

static int overlaps(const struct kept *range, uint64_t start, uint64_t end) {
    return range->start != 0 && range->start < end && start < range->end;
}

void kept_hide(uint64_t start, uint64_t end) {
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        struct kept *range = &kept[i];
        if (!overlaps(range, start, end)) {
            continue;
        }
        int inside = range->start >= start && range->end <= end;
        if (inside && call3(__NR_mprotect, range->start, range->end - range->start, PROT_NONE) == 0) {
            range->hidden = 1;
        } else {
            give_back(range);
        }
    }
}

int kept_hidden_after(uint64_t from, uint64_t end, struct mapping *hidden) {
    hidden->start = end;
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        if (kept[i].hidden && kept[i].start >= from && kept[i].start < hidden->start && kept[i].start != 0) {
            hidden->start = kept[i].start;
            hidden->end = kept[i].end;
        }
    }
    return hidden->start != end;
}

int kept_show(uint64_t start, uint64_t end) {
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        struct kept *range = &kept[i];
        if (range->start != start || range->end != end || !range->hidden || start == 0) {
            continue;
        }
        if (call3(__NR_mprotect, start, end - start, PROT_READ | PROT_WRITE) < 0) {
            return 0;
        }
        range->start = 0;
        next_to_replace = i;
        pool_clear(start, end);
        return 1;
    }
    return 0;
}

void kept_leave(void) {
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        if (kept[i].start != 0) {
            unmap(&kept[i]);
            kept[i].start = 0;
        }
    }
}

int kept_drop(uint64_t start, uint64_t end) {
    int dropped = 0;
    for (uint32_t i = 0; i < KEPT_CAPACITY; i++) {
        if (overlaps(&kept[i], start, end)) {
            give_back(&kept[i]);
            dropped = 1;
        }
    }
    return dropped;
}
