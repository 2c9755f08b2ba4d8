/*
 * __x86_return_thunk  The end of the C functions of the runtime (gcc -mfunction-return=thunk-extern) but those of PLAIN_RETURN, and of attempt_call:
 *                     returns as `ret` does, and changes nothing else. A processor predicts `ret` by a stack of its own, which
 *                     a kernel with mitigations leaves full of its own addresses, so that a `ret` after a system call goes wrong
 *                     and costs a third of a small call; it predicts this jump by where it went before. A signal between the two
 *                     instructions leaves the address alone: the kernel spares 128 bytes below the stack pointer.
 */
    .section .text.often, "ax"
    .globl __x86_return_thunk
__x86_return_thunk:
    lea 8(%rsp), %rsp
    jmp *-8(%rsp)

    .section .note.GNU-stack, "", @progbits
