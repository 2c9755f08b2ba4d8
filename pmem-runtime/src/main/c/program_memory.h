/*
 * Memory of the program that the runtime is about to read itself: a bad pointer is EFAULT to the caller, as from the kernel, and no fault
 * in here. Asked of the kernel, by a call that reads eight bytes, or adds 0 to four, and changes nothing; what another thread unmaps in
 * between is the program's own fault. What the kernel has read or written in the same call needs no question.
 */
#ifndef SUZAKU_PROGRAM_MEMORY_H
#define SUZAKU_PROGRAM_MEMORY_H

#include <stdint.h>

/* 1 when all bytes can be read. */
int is_readable(uint64_t address, uint64_t bytes);

/* 1 when all bytes can be written. They stay as they are. */
int is_writable(uint64_t address, uint64_t bytes);

/* 1 when a text can be read up to its terminating zero, or up to the longest path that the kernel takes. */
int is_readable_text(uint64_t address);

#endif
