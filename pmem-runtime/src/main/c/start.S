/* The kernel's entry: rsp points at argc. Hands the stack to C; never returns. */
    .section .text.start, "ax"
    .globl suzaku_start
suzaku_start:
    xor %ebp, %ebp
    mov %rsp, %rdi
    and $-16, %rsp
    call runtime_main
    ud2

    .section .note.GNU-stack, "", @progbits
