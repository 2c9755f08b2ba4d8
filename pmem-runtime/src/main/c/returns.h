/*
 * What a system call does to the returns after it. A processor predicts `ret` by a stack of the addresses behind the last calls. A kernel with
 * mitigations leaves that full of its own, and a return that is guessed to lead into the kernel costs as much as a small call, one that is guessed to
 * lead elsewhere a tenth of it. So where that is so, the end of an intercepted call makes some calls first, for the application's next returns to find.
 */
#ifndef SUZAKU_RETURNS_H
#define SUZAKU_RETURNS_H

#define RETURNS_AHEAD 16
#define RETURNS_DEEP 4

#ifdef __ASSEMBLER__

/* Leaves the stack pointer 8 * RETURNS_AHEAD lower. */
.macro RETURN_ADDRESSES_AHEAD
    .rept RETURNS_AHEAD
    call 99f
    int3
99:
    .endr
.endm

#else

#include <stdint.h>

extern uint8_t returns_go_wrong;

/* Finds out whether it is so: a matter of a tenth of a millisecond. Before the program goes on. */
void try_returns(void);

/* returns.S */
uint64_t time_returns(uint64_t rounds, uint64_t ahead);

#endif

#endif
