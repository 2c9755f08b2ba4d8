/* Memory and files that the runtime maps for itself for a moment; never in the arena, never in the table. */
#ifndef SUZAKU_SCRATCH_H
#define SUZAKU_SCRATCH_H

#include <stdint.h>

/* length 0: there is none. */
struct scratch {
    uint64_t address, length;
};

/* At least `length` zeroed bytes; none for 0. */
struct scratch scratch_memory(uint64_t length);

/* The whole file behind a descriptor, readable. */
struct scratch scratch_file(int fd);

void scratch_unmap(struct scratch scratch);

#endif
