/*
 * The way of one intercepted system call.
 *
 * suzaku_entry     Reached by a jump from a stub, or by the rewritten context of a SIGSYS (suzaku_dispatch).
 *                  In:  rax = call number, rdi rsi rdx r10 r8 r9 = arguments, all other registers the application's;
 *                       rcx = where to continue after the call, r11 = where to start it again; gs = struct thread.
 *                  Out: at rcx with rax = result; all registers but rcx and r11 kept; vector state untouched.
 *                  [suzaku_entry_recorded, suzaku_direct): the registers are still the application's; a recovery goes to r11.
 *                  [suzaku_direct, suzaku_entry_linked): the same but for rax, rcx and r11; it goes to record.restart with record.rax.
 *                  From suzaku_entry_linked on the record counts. A forked child, which has no image, goes to suzaku_volatile.
 * suzaku_direct    A call that only passes (direct_calls of dispatch.c) goes to the kernel at once: made again it does the same, or finds its
 *                  connection reset or its datagram lost, so it needs no record. record.rax is its number.
 * suzaku_direct_end  [suzaku_direct_end, suzaku_interrupted): such a call is over, unless rax = -EINTR. Inside the kernel a recovery makes it
 *                  again; from there it goes to record.done with rax. The kernel may restart the call: then rcx says nothing any more.
 * suzaku_interrupted A call that has answered -EINTR, or that a signal of the application has met in [suzaku_direct, suzaku_recorded), goes on
 *                  with a record, which decides what that means for it. What only the runtime has interrupted is made again.
 * suzaku_recorded  All other calls go on here; suzaku_entry_recorded: also one that a signal has met before suzaku_direct. With a
 *                  signal that waits for the call's end a recovery begins the call there, not at the application's instruction.
 * suzaku_exit_all  Leaves with the committed record: where dispatch, a new thread, and a recovery of a committed call for whose end a signal waits go.
 * suzaku_exit      Its second part, which begins again when a signal meets it.
 * suzaku_exit_jump The one instruction after the record has been unlinked: a recovery goes to rcx.
 */
#include <asm/errno.h>

#include "offsets.h"
#include "returns.h"

    .section .text.often, "ax"
    .globl suzaku_entry, suzaku_entry_recorded, suzaku_direct, suzaku_direct_end, suzaku_interrupted, suzaku_recorded, suzaku_entry_linked
    .globl suzaku_exit, suzaku_exit_all, suzaku_exit_jump
suzaku_entry_recorded:
    mov %r11, %gs:RECORD_RESTART
    mov %rcx, %gs:RECORD_DONE
    mov %rax, %gs:RECORD_RAX
    jmp suzaku_recorded
suzaku_entry:
    cmpq $0, %gs:THREAD_IS_VOLATILE
    jne suzaku_volatile
    mov %r11, %gs:RECORD_RESTART
    mov %rcx, %gs:RECORD_DONE
    mov %rax, %gs:RECORD_RAX

suzaku_direct:
    cmp $DIRECT_CALLS, %rax
    jae suzaku_recorded
    lea direct_calls(%rip), %r11
    movzbl (%r11, %rax), %r11d
    cmp $DIRECT_ALWAYS, %r11d
    jb suzaku_recorded
    je 1f
    cmpq $0, %gs:THREAD_DECISIONS_KEPT /* a decision waits for its call, which may be this one */
    jne suzaku_recorded
    cmp $DESCRIPTORS, %rdi
    jae suzaku_recorded
    movabs $DESCRIPTOR_WORDS, %r11
    testb $DESCRIPTOR_ONLY_PASSES, (%r11, %rdi, 8)
    jz suzaku_recorded
1:  syscall
suzaku_direct_end:
    cmp $-EINTR, %rax
    je suzaku_interrupted
    xor %r11d, %r11d /* never the flags, see suzaku_standing */
    jmp *%gs:RECORD_DONE
suzaku_interrupted:
    mov %gs:RECORD_RAX, %rax

suzaku_recorded:
    mov %rdi, %gs:RECORD_RDI
    mov %rsi, %gs:RECORD_RSI
    mov %rdx, %gs:RECORD_RDX
    mov %r10, %gs:RECORD_R10
    mov %r8, %gs:RECORD_R8
    mov %r9, %gs:RECORD_R9
    mov %rbx, %gs:RECORD_RBX
    mov %rbp, %gs:RECORD_RBP
    mov %r12, %gs:RECORD_R12
    mov %r13, %gs:RECORD_R13
    mov %r14, %gs:RECORD_R14
    mov %r15, %gs:RECORD_R15
    mov %rsp, %gs:RECORD_RSP
    movq $1, %gs:RECORD_STATE
suzaku_entry_linked:
    mov %gs:THREAD_SELF, %rdi
    lea THREAD_RUNTIME_STACK_TOP(%rdi), %rsp
    xor %ebp, %ebp
    cld
    call dispatch /* which goes on to suzaku_exit_all */
    ud2

suzaku_exit_all:
    mov %gs:THREAD_SELF, %rdi
    lea THREAD_RUNTIME_STACK_TOP(%rdi), %rsp
    cmpb $0, returns_go_wrong(%rip)
    je 1f
    RETURN_ADDRESSES_AHEAD
1:
    mov %gs:RECORD_RBX, %rbx
    mov %gs:RECORD_RBP, %rbp
    mov %gs:RECORD_R12, %r12
    mov %gs:RECORD_R13, %r13
    mov %gs:RECORD_R14, %r14
    mov %gs:RECORD_R15, %r15
suzaku_exit:
    cmpq $0, %gs:THREAD_DEFERRED_SIGNAL
    jne suzaku_exit_deferred
    mov %gs:RECORD_RBP, %rbp
    mov %gs:RECORD_RDI, %rdi
    mov %gs:RECORD_RSI, %rsi
    mov %gs:RECORD_RDX, %rdx
    mov %gs:RECORD_R10, %r10
    mov %gs:RECORD_R8, %r8
    mov %gs:RECORD_R9, %r9
    xor %r11d, %r11d /* never the flags, see suzaku_standing */
    mov %gs:RECORD_RESULT, %rax
    mov %gs:RECORD_DONE, %rcx
    mov %gs:RECORD_RSP, %rsp
    movq $0, %gs:RECORD_STATE
suzaku_exit_jump:
    jmp *%rcx

/* A signal waited for the end of this call: C builds its frame on the application's stack. */
suzaku_exit_deferred:
    mov %gs:THREAD_SELF, %rdi
    lea THREAD_RUNTIME_STACK_TOP(%rdi), %rsp
    call deliver_deferred
    ud2

    .section .note.GNU-stack, "", @progbits
