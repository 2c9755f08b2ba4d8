/*
 * clone_thread     C: long (flags, child stack top, parent_tid, child_tid, tls, entry). The child begins with rsp = child stack
 *                  top at entry (a C function that does not return); the parent gets the tid or -errno.
 * clone3_thread    C: long (struct clone_args *, size, entry). The same through clone3, for a chosen tid.
 * suzaku_resume    C: noreturn (struct thread *). The last steps of a recovered thread: phase becomes RUNNING, then
 *                  rt_sigreturn loads the resume frame. Inside [suzaku_resume, suzaku_resume_end) the thread still counts as restoring.
 * suzaku_exit_thread  Ends the calling thread; touches no stack.
 */
#include "offsets.h"

    .text
    .globl clone_thread, clone3_thread
clone_thread:
    mov %rcx, %r10
    mov %r9, %r11
    sub $8, %rsi
    mov %r11, (%rsi)
    mov $56, %eax
    syscall
    test %rax, %rax
    jz 1f
    ret
1:  xor %ebp, %ebp
    pop %rax
    jmp *%rax

clone3_thread:
    mov %rdx, %r8
    mov $435, %eax
    syscall
    test %rax, %rax
    jz 1f
    ret
1:  xor %ebp, %ebp
    jmp *%r8

    .globl suzaku_resume, suzaku_resume_end
suzaku_resume:
    lea THREAD_RESUME_FRAME(%rdi), %rsp
    movq $0, THREAD_PHASE(%rdi)
    mov $15, %eax
    syscall
suzaku_resume_end:
    ud2

    .globl suzaku_exit_thread
suzaku_exit_thread:
    xor %edi, %edi
    mov $60, %eax
    syscall
    ud2

    .section .note.GNU-stack, "", @progbits
