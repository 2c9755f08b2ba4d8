/*
 * suzaku_sigsys    The SIGSYS handler, on the thread's alternate stack, all signals blocked. In: rsi = siginfo, rdx = ucontext.
 *                  SIGSYS from Syscall User Dispatch goes on to suzaku_dispatch, any other to suzaku_standing.
 * suzaku_dispatch  In: rdx = ucontext of the application just after its syscall instruction. Rewrites it so that rt_sigreturn arrives at
 *                  suzaku_entry as a stub would. rip is stored last: a recovery inside [suzaku_dispatch,
 *                  suzaku_dispatch_end) takes the ucontext and sees from its rip whether it was rewritten.
 * suzaku_standing  Another thread forks: waits until world_stands is 0, then goes on where it was. In: rdx = ucontext, kept in r12
 *                  from the second instruction on. A thread that was about to load its resume frame loads it again. The kernel
 *                  drops a dispatch that meets a SIGSYS on its way: then r11 still holds the flags, as `syscall` leaves it, which
 *                  suzaku_exit never does; the system call is made to happen again. The same while the power goes (self_save.h),
 *                  which may begin while the thread stands for a fork, so it looks again and again.
 * suzaku_signal    Handler of every signal that the application handles. In: as the kernel calls a handler; one that wants an alternate stack
 *                  finds itself on the runtime's, and settle_frame brings the frame to where the application wants it.
 *                  It and signal_arrived lie in .text.signal: a recovery starts them again from thread.signal_frame, which
 *                  the first instruction stores.
 * suzaku_sigreturn Performs the application's rt_sigreturn. In: record = that call. Does not return.
 * attempt_call     C: long (long number, a, b, c, d, e, f). A signal that is deferred before the kernel is entered
 *                  makes it answer CALL_NOT_MADE: the handler moves rip to interruptible_cancel.
 */
#include "offsets.h"

#define SYS_USER_DISPATCH 2
#define SIGINFO_CODE 8
#define SYSCALL_BYTES 0x050f
#define FUTEX_WAIT_PRIVATE 128

    .section .text.dispatch, "ax"
    .globl suzaku_sigsys, suzaku_dispatch, suzaku_dispatch_end, suzaku_standing, suzaku_standing_end
suzaku_sigsys:
    cmpl $SYS_USER_DISPATCH, SIGINFO_CODE(%rsi)
    jne suzaku_standing
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

suzaku_standing:
    mov %rdx, %r12
    mov UCONTEXT_RIP(%r12), %rax
    lea suzaku_resume(%rip), %rcx
    cmp %rcx, %rax
    jb 1f
    lea suzaku_resume_end(%rip), %r8
    cmp %r8, %rax
    jae 1f
    movq $1, %gs:THREAD_PHASE
    mov %rcx, UCONTEXT_RIP(%r12)
    jmp 3f
1:  cmpq $0, %gs:THREAD_USER_DISPATCH
    je 3f
    mov UCONTEXT_FLAGS(%r12), %rcx
    cmp %rcx, UCONTEXT_R11(%r12)
    jne 3f
    lea suzaku_text_start(%rip), %rcx
    cmp %rcx, %rax
    jb 2f
    lea suzaku_text_end(%rip), %rcx
    cmp %rcx, %rax
    jb 3f
2:  cmpw $SYSCALL_BYTES, -2(%rax)
    jne 3f
    subq $2, UCONTEXT_RIP(%r12)
3:  mov %r12, %gs:THREAD_STANDING
4:  mov %gs:THREAD_SELF, %rdi
    mov %rsp, %rbp
    and $-16, %rsp
    call user_dispatch_follow
    mov %rbp, %rsp
    movabs $HEADER_POWER, %rcx
    cmpl $0, (%rcx)
    jne 6f
    cmpl $0, world_stands(%rip)
    je 5f
    lea world_stands(%rip), %rdi
    mov $FUTEX_WAIT_PRIVATE, %esi
    mov $1, %edx
    lea standing_pause(%rip), %r10
    mov $202, %eax
    syscall
    jmp 4b
6:  mov %r12, %rdi
    and $-16, %rsp
    call save_itself
    jmp 4b
5:  movq $0, %gs:THREAD_STANDING
    mov %r12, %rsp
    mov $15, %eax
    syscall
suzaku_standing_end:
    ud2

    .section .rodata, "a"
standing_pause:
    .quad 0, 1000000 /* struct timespec */

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
    test %rax, %rax
    jz 1f
    push %rax
    push %rax /* twice, for the alignment */
    mov 16(%rsp), %rdi
    mov 40(%rsp), %rsi
    call settle_frame
    mov %rax, %rdi
    mov 40(%rsp), %rsi
    mov (%rsp), %rdx
    call enter_handler
    ud2
1:  mov 8(%rsp), %rsp
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

    .section .text.often, "ax"
    .globl attempt_call, interruptible_start, interruptible_end, interruptible_cancel
attempt_call:
    push %rbx
    mov %rdi, %rbx
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    mov 16(%rsp), %r9
interruptible_start:
    mov %rbx, %rax
    cmpq $0, %gs:THREAD_DEFERRED_SIGNAL
    jne interruptible_cancel
    syscall
interruptible_end:
    pop %rbx
    jmp __x86_return_thunk
interruptible_cancel:
    mov $CALL_NOT_MADE, %rax
    jmp interruptible_end

    .section .note.GNU-stack, "", @progbits
