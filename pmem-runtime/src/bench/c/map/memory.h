/*
 * What a map needs of its memory, so that one source is an ordinary map in volatile memory and a crash-consistent one on
 * libpmemobj's transactions (-DON_PMEMOBJ). A `ref` names an object: its address, or its offset in the pool.
 */
#ifndef SUZAKU_MAP_MEMORY_H
#define SUZAKU_MAP_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef uint64_t ref; /* 0 = none */

#ifdef ON_PMEMOBJ
#include <libpmemobj.h>

extern PMEMobjpool *pool;

static inline void *at(ref object) { return (char *)pool + object; }

/* Everything between begin and commit happens at once, whatever a power failure does. */
static inline void begin(void) {
    if (pmemobj_tx_begin(pool, NULL, TX_PARAM_NONE) != 0) abort();
}
static inline void commit(void) {
    pmemobj_tx_commit();
    if (pmemobj_tx_end() != 0) abort();
}

static inline ref allocate(size_t bytes) {
    PMEMoid object = pmemobj_tx_alloc(bytes, 1);
    if (OID_IS_NULL(object)) abort();
    return object.off;
}

static inline ref allocate_zeroed(size_t bytes) {
    PMEMoid object = pmemobj_tx_zalloc(bytes, 1);
    if (OID_IS_NULL(object)) abort();
    return object.off;
}

/* Before old memory changes. Objects of the same transaction need none. */
static inline void will_change(void *memory, size_t bytes) {
    if (pmemobj_tx_add_range_direct(memory, bytes) != 0) abort();
}

#else

static inline void *at(ref object) { return (void *)object; }
static inline void begin(void) {}
static inline void commit(void) {}
static inline void will_change(void *memory, size_t bytes) { (void)memory, (void)bytes; }

static inline ref checked(void *memory) {
    if (!memory) abort();
    return (ref)memory;
}
static inline ref allocate(size_t bytes) { return checked(malloc(bytes)); }
static inline ref allocate_zeroed(size_t bytes) { return checked(calloc(1, bytes)); }

#endif

/* Makes the memory ready and answers the root object of `bytes` zeroed bytes. `path` is the pool file, unused without one. */
void *memory_open(const char *path, size_t bytes, size_t pool_bytes);

#endif
