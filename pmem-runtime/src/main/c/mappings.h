/*
 * The mapping table: which parts of the arena are mapped, how, and from where. Changes are built in the spare copy of
 * the index and committed by one store (mappings_active), so that a cut sees the table before or after a change.
 * All functions want `mappings_lock` held unless they say otherwise.
 */
#ifndef SUZAKU_MAPPINGS_H
#define SUZAKU_MAPPINGS_H

#include "image.h"
#include "lock.h"

extern struct lock mappings_lock;

static inline uint64_t page_up(uint64_t bytes) { return (bytes + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1); }
static inline uint64_t page_down(uint64_t bytes) { return bytes & ~(PAGE_SIZE - 1); }

/* 1 for memory that a forked child shares with the program (MAP_SHARED is bit 0 of the flags). */
static inline int is_shared(const struct mapping *mapping) { return (mapping->flags & 1) != 0; }

struct mapping_index *mappings_now(void);

/* The first mapping that ends above `address`, as an index into entries; count when there is none. */
uint64_t mapping_above(const struct mapping_index *index, uint64_t address);

/* 1 when [start, end) is mapped without a gap. */
int mapped_completely(uint64_t start, uint64_t end);

/* The lowest free range of `length` bytes at or above `from`, on a multiple of `alignment`; 0 when there is none. */
uint64_t find_gap(uint64_t from, uint64_t length, uint64_t alignment);

/* A change: begin copies the active index, set and clear edit the copy, then commit makes it count with `result`. */
struct mapping_index *change_begin(void);
void change_clear(struct mapping_index *next, uint64_t start, uint64_t end);
void change_set(struct mapping_index *next, const struct mapping *mapping);
void change_protection(struct mapping_index *next, uint64_t start, uint64_t end, uint32_t prot);
void change_commit(struct thread *thread, struct mapping_index *next, long result);
/* As change_commit, for a change that is not the last step of its call. */
void change_publish(struct mapping_index *next);

/* 1 when `next` keeps the pool inside its limit and the index inside its capacity. */
int change_fits(const struct mapping_index *next);

/* A mapping of the file exists or is about to: it keeps the file, however many parts it is split into. */
void mapping_keeps_file(uint32_t file);
/* Gives up the files that no mapping has any more. */
void release_unmapped_files(void);

/* Establishes one table entry in this process's address space. 0 or -errno. Needs no lock. */
long map_entry(const struct mapping *mapping);

/* Storage for [start, end) of the pool: reserved (-ENOMEM when the file system is full), or given back. No lock. */
long pool_reserve(uint64_t start, uint64_t end);
void pool_release(uint64_t start, uint64_t end);
/*
 * [start, end), mapped writable, reads as zeros afterwards and stays reserved where it was: pages that were never touched are left
 * alone, a few touched ones are cleared in place, only large touched parts go through the file system. No lock.
 */
void pool_clear(uint64_t start, uint64_t end);

#endif
