/*
 * __x86_return_thunk  The end of the C functions of the runtime (gcc -mfunction-return=thunk-extern) but those of PLAIN_RETURN, and of attempt_call:
 *                     returns as `ret` does, and changes nothing else. A processor predicts `ret` by a stack of its own, which
 *                     a kernel with mitigations leaves full of its own addresses, so that a `ret` after a system call goes wrong
 *                     and costs a third of a small call; it predicts this jump by where it went before. A signal between the two
 *                     instructions leaves the address alone: the kernel spares 128 bytes below the stack pointer.
 * time_returns        C: uint64_t (uint64_t rounds, uint64_t ahead). The cycles of so many rounds of a system call that is RETURNS_DEEP functions
 *                     deep; with `ahead` RETURN_ADDRESSES_AHEAD stands behind each.
 */
#include "returns.h"

#define GETPPID 110

    .text
    .globl time_returns
time_returns:
    push %rbx
    push %r12
    push %r13
    mov %rdi, %rbx
    mov %rsi, %r12
    call cycles
    mov %rax, %r13
1:  call deep
    dec %rbx
    jnz 1b
    call cycles
    sub %r13, %rax
    pop %r13
    pop %r12
    pop %rbx
    ret

cycles:
    rdtsc
    shl $32, %rdx
    or %rdx, %rax
    ret

deep:
    .rept RETURNS_DEEP - 1
    call 1f
    ret
1:
    .endr
    mov $GETPPID, %eax
    syscall
    test %r12, %r12
    jz 2f
    RETURN_ADDRESSES_AHEAD
    lea 8 * RETURNS_AHEAD(%rsp), %rsp
2:  ret

    .section .text.often, "ax"
    .globl __x86_return_thunk
__x86_return_thunk:
    lea 8(%rsp), %rsp
    jmp *-8(%rsp)

    .section .note.GNU-stack, "", @progbits
