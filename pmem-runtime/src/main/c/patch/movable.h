/* Which instructions may run in a stub instead of in their place, before or after the system call. */
#ifndef SUZAKU_MOVABLE_H
#define SUZAKU_MOVABLE_H

#include "decode.h"

/* Position-independent, goes on to the next instruction, and is one of the ordinary instructions of compilers. */
int is_movable(const struct instruction *instruction);

/* is_movable, and depends on nothing that a system call through a stub leaves different from a real one: the flags,
 * rcx and r11. */
int is_movable_after_syscall(const struct instruction *instruction);

/* May depend on flags set before it. */
int reads_flags(const struct instruction *instruction);

/* Certainly sets all flags that a following instruction may read, as comparisons do. */
int sets_flags(const struct instruction *instruction);

/* mov $n,%eax (b8) or mov $n,%rax (48 c7 c0). */
int is_mov_number(const struct instruction *instruction);

/* cmp $-4096,%rax (48 3d 00 f0 ff ff); `bytes` are those of the instruction. */
int is_cmp_error(const struct instruction *instruction, const uint8_t *bytes);

/* Sets eax or rax as a whole, as code that is about to make a system call does. */
int sets_rax(const struct instruction *instruction);

#endif
