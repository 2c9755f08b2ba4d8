/* mmap and its family: every change is made in the kernel, then committed in the mapping table by one store. */
#include <linux/errno.h>
#include <linux/mman.h>

#include "calls.h"
#include "files.h"
#include "kept_storage.h"
#include "mappings.h"
#include "memory.h"
#include "standstill.h"
#include "text.h"
#include "user_dispatch.h"

#define HUGE_BYTES (2ull << 20)
#define STACK_RESERVED_BYTES (128ull << 10) /* at the top of a thread's stack; see reserve */
#define POPULATE_BYTES_MAX (1ull << 20)

/* Volatile: where the next search for a gap begins. */
static uint64_t next_gap_from = MMAP_BASE;

static uint64_t choose_address(uint64_t hint, uint64_t length) {
    uint64_t alignment = length >= HUGE_BYTES ? HUGE_BYTES : PAGE_SIZE;
    if (hint >= ARENA_START && hint + length <= ARENA_END && find_gap(hint, length, PAGE_SIZE) == hint) {
        return hint;
    }
    uint64_t found = find_gap(next_gap_from, length, alignment);
    if (found == 0) {
        found = find_gap(MMAP_BASE, length, alignment);
    }
    if (found != 0) {
        next_gap_from = found;
    }
    return found;
}

/* 1 when [start, end) has a part that maps a file. */
static int maps_file(uint64_t start, uint64_t end) {
    const struct mapping_index *now = mappings_now();
    for (uint64_t i = mapping_above(now, start); i < now->count && now->entries[i].start < end; i++) {
        if (now->entries[i].kind == MAPPING_FILE) {
            return 1;
        }
    }
    return 0;
}

/*
 * Storage for what becomes writable. Of a thread's stack only the top: stacks are large and hardly used, and looking for the touched
 * pages of a reserved one, as at the end of every thread, costs more than the thread.
 */
static long reserve(const struct mapping *part) {
    uint64_t from = part->start;
    if ((part->flags & MAP_STACK) != 0 && part->end - from > STACK_RESERVED_BYTES) {
        from = part->end - STACK_RESERVED_BYTES;
    }
    long answer = pool_reserve(from, part->end);
    return answer == -ENOMEM && kept_drop(0, ARENA_END) ? pool_reserve(from, part->end) : answer;
}

/* Old contents of [start, end) go: first out of the table, then out of the pool. Afterwards the range is unmapped. */
static void discard(uint64_t start, uint64_t end) {
    kept_drop(start, end);
    struct mapping_index *next = change_begin();
    uint64_t first = mapping_above(next, start);
    int has_pool = 0;
    for (uint64_t i = first; i < next->count && next->entries[i].start < end; i++) {
        has_pool |= next->entries[i].kind == MAPPING_POOL;
    }
    if (first < next->count && next->entries[first].start < end) {
        change_clear(next, start, end);
        change_publish(next);
    }
    if (has_pool) {
        pool_release(start, end);
    }
}

/* PROT_NONE for a whole mapping but for the hidden ranges in it, which have that already. */
static long establish_none(const struct mapping *mapping) {
    struct mapping part = *mapping, hidden;
    while (kept_hidden_after(part.start, mapping->end, &hidden)) {
        part.end = hidden.start;
        long answer = part.end > part.start ? map_entry(&part) : 0;
        if (answer < 0) {
            return answer;
        }
        part.start = hidden.end;
    }
    part.end = mapping->end;
    return part.end > part.start ? map_entry(&part) : 0;
}

/* Makes pages present that are about to be touched; where it fails, each touch does it. */
static void populate(const struct mapping *mapping) {
    call3(__NR_madvise, mapping->start, mapping->end - mapping->start, MADV_POPULATE_WRITE);
}

/* Maps fresh storage at mapping->start and fills it from fd (when >= 0). 0 or -errno. Not yet in the table. */
static long establish(const struct mapping *mapping, int fd, uint64_t offset) {
    if (mapping->kind != MAPPING_POOL) {
        return mapping->kind == MAPPING_NONE ? establish_none(mapping) : map_entry(mapping);
    }
    struct mapping filling = *mapping;
    int writable = (mapping->prot & PROT_WRITE) != 0;
    if (writable || fd >= 0) {
        long reserved = reserve(mapping);
        if (reserved < 0) {
            return reserved;
        }
    }
    if (fd >= 0) {
        filling.prot = PROT_READ | PROT_WRITE;
    }
    long answer = map_entry(&filling);
    int small = writable && (mapping->flags & MAP_STACK) == 0 && mapping->end - mapping->start <= POPULATE_BYTES_MAX;
    if (answer == 0 && (fd >= 0 || small)) {
        populate(&filling);
    }
    if (answer < 0 || fd < 0) {
        return answer;
    }
    uint64_t done = 0;
    uint64_t length = mapping->end - mapping->start;
    while (done < length) {
        long got = call4(__NR_pread64, fd, mapping->start + done, length - done, offset + done);
        if (got < 0) {
            return got;
        }
        if (got == 0) {
            break;
        }
        done += (uint64_t)got;
    }
    return 0;
}

long map_range(struct thread *thread, struct mapping *mapping, int fd, uint64_t offset) {
    struct mapping stubs = {0};
    struct mapping_index *next = change_begin();
    change_set(next, mapping);
    if (!change_fits(next)) {
        return -ENOMEM;
    }
    if (mapping->kind == MAPPING_NONE && find_gap(mapping->start, mapping->end - mapping->start, PAGE_SIZE) == mapping->start) {
        kept_hide(mapping->start, mapping->end);
    } else {
        discard(mapping->start, mapping->end);
    }
    long answer = establish(mapping, mapping->kind == MAPPING_POOL ? fd : -1, offset);
    if (answer < 0) {
        kept_drop(mapping->start, mapping->end);
        call2(__NR_munmap, mapping->start, mapping->end - mapping->start);
        if (mapping->kind == MAPPING_POOL) {
            pool_release(mapping->start, mapping->end);
        }
        return answer;
    }
    if (mapping->kind == MAPPING_POOL && fd >= 0) {
        if ((mapping->prot & PROT_EXEC) != 0 && !patch_text(mapping->start, mapping->end, fd, offset, &stubs)) {
            user_dispatch_need(thread);
        }
        if (mapping->prot != (PROT_READ | PROT_WRITE)) {
            call3(__NR_mprotect, mapping->start, mapping->end - mapping->start, mapping->prot);
        }
    }
    next = change_begin();
    change_set(next, mapping);
    if (stubs.end != 0) {
        change_set(next, &stubs);
    }
    if (thread == 0) {
        change_publish(next);
    } else {
        change_commit(thread, next, (long)mapping->start);
    }
    return (long)mapping->start;
}

/* Whether a mapping is, or may come to hold, code that is not patched. */
static int brings_unknown_code(const struct mapping *mapping) {
    int is_copy_of_file = mapping->kind == MAPPING_POOL && (mapping->flags & MAP_ANONYMOUS) == 0;
    return (mapping->prot & PROT_EXEC) != 0 && (!is_copy_of_file || (mapping->prot & PROT_WRITE) != 0);
}

/* Locks what a change of mappings needs. Executable ones may have to arm Syscall User Dispatch for all threads. */
static void lock_mappings(struct thread *thread, uint32_t prot, int unknown_code) {
    if ((prot & PROT_EXEC) != 0) {
        lock_acquire(&creation_lock);
        if (unknown_code) {
            user_dispatch_need(thread);
        }
    }
    lock_acquire(&mappings_lock);
}

static void unlock_mappings(uint32_t prot) {
    lock_release(&mappings_lock);
    if ((prot & PROT_EXEC) != 0) {
        lock_release(&creation_lock);
    }
}

/* Anonymous memory anywhere, from what is kept: without the kernel. 0 when nothing fits. */
static long map_kept(struct thread *thread, struct mapping *mapping, uint64_t length) {
    int ordinary = mapping->kind == MAPPING_POOL && mapping->prot == (PROT_READ | PROT_WRITE) &&
                   (mapping->flags & ~(uint32_t)MAP_NORESERVE) == (MAP_PRIVATE | MAP_ANONYMOUS);
    mapping->start = ordinary ? kept_take(length) : 0;
    mapping->end = mapping->start + length;
    if (mapping->start == 0) {
        return 0;
    }
    struct mapping_index *next = change_begin();
    change_set(next, mapping);
    if (!change_fits(next)) {
        kept_add(mapping->start, mapping->end);
        return 0;
    }
    change_commit(thread, next, (long)mapping->start);
    return (long)mapping->start;
}

long call_mmap(struct thread *thread) {
    uint64_t hint = ARGUMENT1(thread);
    uint64_t length = page_up(ARGUMENT2(thread));
    uint32_t flags = (uint32_t)ARGUMENT4(thread);
    int fixed = (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
    int anonymous = (flags & MAP_ANONYMOUS) != 0;
    int fd = anonymous ? -1 : (int)ARGUMENT5(thread);
    if (ARGUMENT2(thread) == 0 || length < ARGUMENT2(thread) || (ARGUMENT6(thread) & (PAGE_SIZE - 1)) != 0) {
        return -EINVAL;
    }
    if (length > ARENA_END || (flags & MAP_HUGETLB) != 0) {
        return -ENOMEM;
    }
    if (fixed && ((hint & (PAGE_SIZE - 1)) != 0 || hint < ARENA_START || hint + length > ARENA_END)) {
        return (hint & (PAGE_SIZE - 1)) != 0 ? -EINVAL : -ENOMEM;
    }
    struct mapping mapping = {.prot = (uint32_t)ARGUMENT3(thread) & 7, .flags = flags, .kind = MAPPING_POOL};
    if (anonymous) {
        mapping.kind = mapping.prot == PROT_NONE ? MAPPING_NONE : MAPPING_POOL;
    } else {
        long answer = describe_file_mapping(fd, flags, ARGUMENT6(thread), &mapping);
        if (answer < 0) {
            return answer;
        }
    }
    lock_mappings(thread, mapping.prot, brings_unknown_code(&mapping));
    long answer = hint == 0 ? map_kept(thread, &mapping, length) : 0;
    if (answer > 0) {
        unlock_mappings(mapping.prot);
        return answer;
    }
    answer = -ENOMEM;
    mapping.start = fixed ? hint : choose_address(page_down(hint), length);
    mapping.end = mapping.start + length;
    if ((flags & MAP_FIXED_NOREPLACE) == MAP_FIXED_NOREPLACE && find_gap(hint, length, PAGE_SIZE) != hint) {
        answer = -EEXIST;
    } else if (mapping.start != 0) {
        int releases = maps_file(mapping.start, mapping.end) || mapping.kind == MAPPING_FILE;
        if (mapping.kind == MAPPING_FILE) {
            mapping_keeps_file(mapping.file);
        }
        answer = map_range(thread, &mapping, fd, ARGUMENT6(thread));
        if (releases) {
            release_unmapped_files();
        }
    }
    if (mapping.kind == MAPPING_FILE) {
        file_release(mapping.file); /* describe_file_mapping's count */
    }
    unlock_mappings(mapping.prot);
    return answer;
}

/* What the table held in [start, end) leaves the process, or is kept. */
static void leave(const struct mapping *part) {
    if (part->kind == MAPPING_POOL && part->prot == (PROT_READ | PROT_WRITE) && (part->flags & (MAP_SHARED | MAP_STACK)) == 0 &&
        kept_add(part->start, part->end)) {
        return;
    }
    call2(__NR_munmap, part->start, part->end - part->start);
    if (part->kind == MAPPING_POOL) {
        pool_release(part->start, part->end);
    }
}

long call_munmap(struct thread *thread) {
    uint64_t start = ARGUMENT1(thread);
    uint64_t end = start + page_up(ARGUMENT2(thread));
    if ((start & (PAGE_SIZE - 1)) != 0 || end <= start || end > ARENA_END) {
        return -EINVAL;
    }
    lock_acquire(&mappings_lock);
    int releases = maps_file(start, end);
    const struct mapping_index *before = mappings_now(); /* stays as it is until the next change */
    struct mapping_index *next = change_begin();
    change_clear(next, start, end);
    change_commit(thread, next, 0);
    for (uint64_t i = mapping_above(before, start); i < before->count && before->entries[i].start < end; i++) {
        struct mapping part = before->entries[i];
        part.start = part.start > start ? part.start : start;
        part.end = part.end < end ? part.end : end;
        if (part.kind == MAPPING_NONE) {
            kept_drop(part.start, part.end); /* what is hidden there */
        }
        leave(&part);
    }
    if (releases) {
        release_unmapped_files();
    }
    if (start < next_gap_from) {
        next_gap_from = start > MMAP_BASE ? start : MMAP_BASE;
    }
    lock_release(&mappings_lock);
    return 0;
}

/* Gives storage to the parts of [start, end) that have none yet but become accessible. */
static long provide_storage(uint64_t start, uint64_t end, uint32_t prot) {
    const struct mapping_index *now = mappings_now();
    for (uint64_t i = mapping_above(now, start); i < now->count && now->entries[i].start < end; i++) {
        struct mapping part = now->entries[i];
        part.start = part.start > start ? part.start : start;
        part.end = part.end < end ? part.end : end;
        part.prot = prot;
        if (part.kind == MAPPING_FILE) {
            continue;
        }
        if (part.kind == MAPPING_NONE && prot == (PROT_READ | PROT_WRITE) && kept_show(part.start, part.end)) {
            continue;
        }
        kept_drop(part.start, part.end);
        if ((prot & PROT_WRITE) != 0) {
            long reserved = reserve(&part);
            if (reserved < 0) {
                return reserved;
            }
        }
        if (part.kind == MAPPING_NONE && prot != PROT_NONE) {
            part.kind = MAPPING_POOL;
            long answer = map_entry(&part);
            if (answer < 0) {
                return answer;
            }
        }
    }
    return 0;
}

long call_mprotect(struct thread *thread) {
    uint64_t start = ARGUMENT1(thread);
    uint64_t end = start + page_up(ARGUMENT2(thread));
    uint32_t prot = (uint32_t)ARGUMENT3(thread);
    if ((start & (PAGE_SIZE - 1)) != 0 || end < start || (prot & ~7u) != 0) {
        return -EINVAL;
    }
    if (end == start) {
        return 0;
    }
    lock_mappings(thread, prot, 1);
    long answer = -ENOMEM;
    if (mapped_completely(start, end)) {
        struct mapping_index *next = change_begin();
        change_protection(next, start, end, prot);
        answer = change_fits(next) ? provide_storage(start, end, prot) : -ENOMEM;
        if (answer == 0) {
            answer = call3(__NR_mprotect, start, end - start, prot);
        }
        if (answer == 0) {
            change_commit(thread, next, 0);
        }
    }
    unlock_mappings(prot);
    return answer;
}

/* MADV_DONTNEED: the range reads as zeros afterwards. */
static void forget_contents(const struct mapping *part) {
    if ((part->prot & PROT_WRITE) == 0) {
        pool_release(part->start, part->end);
    } else {
        pool_clear(part->start, part->end);
    }
}

/* What may be answered as done without doing it: how fast things are, the undoing of what was never done, and MADV_FREE, which may keep. */
static int is_only_advice(uint64_t advice) {
    switch (advice) {
    case MADV_NORMAL:
    case MADV_RANDOM:
    case MADV_SEQUENTIAL:
    case MADV_WILLNEED:
    case MADV_FREE:
    case MADV_DOFORK:
    case MADV_MERGEABLE:
    case MADV_UNMERGEABLE:
    case MADV_HUGEPAGE:
    case MADV_NOHUGEPAGE:
    case MADV_DONTDUMP:
    case MADV_DODUMP:
    case MADV_KEEPONFORK:
    case MADV_COLD:
    case MADV_PAGEOUT:
    case MADV_POPULATE_READ:
    case MADV_POPULATE_WRITE:
    case MADV_COLLAPSE:
        return 1;
    default:
        return 0;
    }
}

long call_madvise(struct thread *thread) {
    uint64_t start = ARGUMENT1(thread);
    uint64_t end = start + page_up(ARGUMENT2(thread));
    if (ARGUMENT3(thread) != MADV_DONTNEED) {
        return is_only_advice((uint32_t)ARGUMENT3(thread)) ? 0 : -EINVAL; /* as a kernel that lacks it */
    }
    lock_acquire(&mappings_lock);
    const struct mapping_index *now = mappings_now();
    for (uint64_t i = mapping_above(now, start); i < now->count && now->entries[i].start < end; i++) {
        struct mapping part = now->entries[i];
        part.start = part.start > start ? part.start : start;
        part.end = part.end < end ? part.end : end;
        if (part.kind == MAPPING_POOL) {
            forget_contents(&part);
        }
    }
    lock_release(&mappings_lock);
    return 0;
}

static long brk_grow(struct thread *thread, uint64_t from, uint64_t to, uint64_t wanted) {
    struct mapping heap = {.start = from, .end = to, .prot = PROT_READ | PROT_WRITE, .kind = MAPPING_POOL};
    if (HEADER->brk_growing > from) {
        discard(from, HEADER->brk_growing); /* mapped or left by a call that a cut interrupted */
        call2(__NR_munmap, from, HEADER->brk_growing - from);
    }
    if (find_gap(from, to - from, PAGE_SIZE) != from) {
        return (long)HEADER->brk_end;
    }
    HEADER->brk_growing = to;
    BARRIER();
    if (map_range(0, &heap, -1, 0) < 0) {
        return (long)HEADER->brk_end;
    }
    commit_store(thread, (long)wanted, &HEADER->brk_end, wanted);
    HEADER->brk_growing = 0;
    return (long)wanted;
}

long call_brk(struct thread *thread) {
    uint64_t wanted = ARGUMENT1(thread);
    lock_acquire(&mappings_lock);
    uint64_t top = page_up(HEADER->brk_end);
    long answer = (long)HEADER->brk_end;
    if (wanted >= HEADER->brk_start && wanted <= HEADER->brk_start + BRK_LIMIT_BYTES) {
        if (page_up(wanted) > top) {
            answer = brk_grow(thread, top, page_up(wanted), wanted);
        } else {
            if (page_up(wanted) < top) {
                HEADER->brk_growing = top; /* a cut before the discard: the next growth does it */
                BARRIER();
            }
            commit_store(thread, (long)wanted, &HEADER->brk_end, wanted);
            answer = (long)wanted;
            if (page_up(wanted) < top) {
                discard(page_up(wanted), top);
                call2(__NR_munmap, page_up(wanted), top - page_up(wanted));
                HEADER->brk_growing = 0;
            }
        }
    }
    lock_release(&mappings_lock);
    return answer;
}

static long mremap_move(struct thread *thread, struct mapping old, uint64_t old_end, uint64_t length, uint64_t target) {
    struct mapping moved = old;
    moved.start = target;
    moved.end = target + length;
    uint64_t kept = old_end - old.start < length ? old_end - old.start : length;
    discard(moved.start, moved.end);
    struct mapping filling = moved;
    filling.prot = PROT_READ | PROT_WRITE;
    long answer = establish(&filling, -1, 0);
    if (answer < 0) {
        return answer;
    }
    memcpy((void *)moved.start, (const void *)old.start, kept);
    call3(__NR_mprotect, moved.start, length, moved.prot);
    struct mapping_index *next = change_begin();
    change_clear(next, old.start, old_end);
    change_set(next, &moved);
    change_commit(thread, next, (long)target);
    call2(__NR_munmap, old.start, old_end - old.start);
    pool_release(old.start, old_end);
    return (long)target;
}

static long mremap_locked(struct thread *thread, uint64_t start, uint64_t old_end, uint64_t length, uint64_t flags) {
    const struct mapping_index *now = mappings_now();
    uint64_t position = mapping_above(now, start);
    if (!mapped_completely(start, old_end) || now->entries[position].end < old_end) {
        return -EFAULT;
    }
    struct mapping mapping = now->entries[position];
    mapping.start = start;
    mapping.end = start + length;
    if (mapping.kind != MAPPING_POOL || (mapping.prot & PROT_READ) == 0) {
        return -ENOMEM;
    }
    if ((flags & MREMAP_FIXED) != 0) {
        uint64_t target = ARGUMENT5(thread);
        int overlaps = target < old_end && start < target + length;
        if ((flags & MREMAP_MAYMOVE) == 0 || (target & (PAGE_SIZE - 1)) != 0 || target < ARENA_START ||
            target > ARENA_END - length || overlaps) {
            return -EINVAL;
        }
        return mremap_move(thread, mapping, old_end, length, ARGUMENT5(thread));
    }
    if (start + length <= old_end) {
        if (start + length < old_end) {
            struct mapping_index *next = change_begin();
            change_clear(next, start + length, old_end);
            change_commit(thread, next, (long)start);
            call2(__NR_munmap, start + length, old_end - start - length);
            pool_release(start + length, old_end);
        }
        return (long)start;
    }
    if (find_gap(old_end, start + length - old_end, PAGE_SIZE) == old_end) {
        struct mapping tail = mapping;
        tail.start = old_end;
        long answer = map_range(0, &tail, -1, 0);
        if (answer >= 0) {
            commit(thread, (long)start);
            return (long)start;
        }
    }
    if ((flags & MREMAP_MAYMOVE) == 0) {
        return -ENOMEM;
    }
    uint64_t target = choose_address(0, length);
    return target == 0 ? -ENOMEM : mremap_move(thread, mapping, old_end, length, target);
}

long call_mremap(struct thread *thread) {
    uint64_t start = ARGUMENT1(thread);
    uint64_t old_end = start + page_up(ARGUMENT2(thread));
    uint64_t length = page_up(ARGUMENT3(thread));
    if ((start & (PAGE_SIZE - 1)) != 0 || old_end <= start || length == 0 || length > ARENA_END) {
        return -EINVAL;
    }
    lock_acquire(&mappings_lock);
    long answer = mremap_locked(thread, start, old_end, length, ARGUMENT4(thread));
    lock_release(&mappings_lock);
    return answer;
}
