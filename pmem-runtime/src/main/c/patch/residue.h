/*
 * Bytes 0f 05 that are not replaced, and whether they may stay without Syscall User Dispatch. A pair may when control never
 * arrives at it as an instruction:
 *
 *     it lies inside another instruction of code that is certainly code, and nothing jumps there
 *     what follows it can be no code: straight on from it come bytes that no program can run
 *
 * or when the system call needs no record: `mov $15,%rax ; syscall`, the return from a signal handler, is one step of the
 * kernel that leaves nothing to repeat.
 */
#ifndef SUZAKU_RESIDUE_H
#define SUZAKU_RESIDUE_H

#include "patch.h"

/* Whether the `syscall` at `offset` is preceded by `mov $15,%rax`, the bytes by which unwinders and debuggers know a signal frame. */
int returns_from_signal(const uint8_t *text, size_t offset);

/* Whether no code can begin at `offset`: going straight on, over branches that may not be taken, one arrives at bytes that are invalid in 64-bit mode
 * or that only a kernel may run. */
int cannot_be_code(const uint8_t *text, size_t offset, size_t length);

#endif
