/* Mapping for the runtime's own use: the loader, the stack, and the text patcher. */
#ifndef SUZAKU_MEMORY_H
#define SUZAKU_MEMORY_H

#include "mappings.h"

/*
 * Maps `mapping` with fresh storage, filled from fd at offset when fd >= 0, and puts it into the table: as the commit
 * of the thread's call, or, when thread is 0, at once. The address or -errno. Wants mappings_lock (or no second thread).
 */
long map_range(struct thread *thread, struct mapping *mapping, int fd, uint64_t offset);

/*
 * Replaces system-call sites of the writable text [start, end), which was read from offset `offset` of the file fd, by jumps; `stubs`
 * becomes a new mapping, or stays zero. Answers whether all its system calls go through the runtime now; 0: some may not.
 */
int patch_text(uint64_t start, uint64_t end, int fd, uint64_t offset, struct mapping *stubs);

#endif
