/*
 * suzaku_dispatch  The SIGSYS handler, on the thread's alternate stack, all signals blocked. In: rdx = ucontext of the
 *                  application just after its syscall instruction. Rewrites it so that rt_sigreturn arrives at
 *                  suzaku_entry as a stub would. rip is stored last: a recovery inside [suzaku_dispatch,
 *                  suzaku_dispatch_end) takes the ucontext and sees from its rip whether it was rewritten.
 * suzaku_signal    Handler of every signal that the application handles. In: as the kernel calls a handler.
 *                  It and signal_arrived lie in .text.signal: a recovery starts them again from thread.signal_frame, which
 *                  the first instruction stores.
 * suzaku_sigreturn Performs the application's rt_sigreturn. In: record = that call. Does not return.
 * interruptible_call  C: long (long number, a, b, c, d, e, f). A signal that is deferred before the kernel is entered
 *                  makes it answer -EINTR: the handler moves rip to interruptible_cancel.
 */
#include "offsets.h"

    .section .text.dispatch, "ax"
    .globl suzaku_dispatch, suzaku_dispatch_end
suzaku_dispatch:
    mov UCONTEXT_RIP(%rdx), %rax
    mov %rax, UCONTEXT_RCX(%rdx)
    sub $2, %rax
    mov %rax, UCONTEXT_R11(%rdx)
    lea suzaku_entry(%rip), %rax
    mov %rax, UCONTEXT_RIP(%rdx)
    mov %rdx, %rsp
    mov $15, %eax
    syscall
suzaku_dispatch_end:
    ud2

    .section .text.signal.a, "ax"
    .globl suzaku_signal
suzaku_signal:
    mov %rsp, %gs:THREAD_SIGNAL_FRAME
    mov %rsp, %rcx
    cld
    sub $8, %rsp
    and $-16, %rsp
    push %rdi
    push %rsi
    push %rdx
    push %rcx
    call signal_arrived
    pop %rcx
    pop %rdx
    pop %rsi
    pop %rdi
    mov %rcx, %rsp
    test %rax, %rax
    jz 1f
    jmp *%rax
1:  mov %rdx, %rsp
    mov $15, %eax
    syscall
    ud2

    .section .text.sigreturn, "ax"
    .globl suzaku_sigreturn, suzaku_sigreturn_start, suzaku_sigreturn_end
suzaku_sigreturn:
    mov %gs:RECORD_RESTART, %r11
    mov %gs:RECORD_RSP, %rsp
    movq $0, %gs:RECORD_STATE
suzaku_sigreturn_start:
    mov $15, %eax
    syscall
suzaku_sigreturn_end:
    ud2

    .text
    .globl interruptible_call, interruptible_start, interruptible_end, interruptible_cancel
interruptible_call:
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    mov 8(%rsp), %r9
interruptible_start:
    cmpq $0, %gs:THREAD_DEFERRED_SIGNAL
    jne interruptible_cancel
    syscall
interruptible_end:
    ret
interruptible_cancel:
    mov $-4, %rax
    ret

    .section .note.GNU-stack, "", @progbits
