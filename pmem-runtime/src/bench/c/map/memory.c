#include "memory.h"

#ifdef ON_PMEMOBJ
PMEMobjpool *pool;

void *memory_open(const char *path, size_t bytes, size_t pool_bytes) {
    pool = pmemobj_create(path, "suzaku-bench", pool_bytes, 0600);
    if (!pool) {
        fprintf(stderr, "map: cannot create pool %s: %s\n", path, pmemobj_errormsg());
        exit(1);
    }
    return pmemobj_direct(pmemobj_root(pool, bytes));
}
#else
void *memory_open(const char *path, size_t bytes, size_t pool_bytes) {
    (void)path, (void)pool_bytes;
    return at(allocate_zeroed(bytes));
}
#endif
