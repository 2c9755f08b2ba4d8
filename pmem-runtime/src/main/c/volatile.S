/*
 * System calls of a process that the program has forked. It has no image, so a call goes to the kernel as it is; only the few
 * that would show the runtime go through volatile_call. No state is kept: children may have threads and signal handlers.
 *
 * suzaku_volatile        In and out: as suzaku_entry. The return address is kept on the application's stack, below its red zone.
 *                        rt_sigreturn needs its stack as it is; munmap may take the stack away (musl's thread exit), so the address
 *                        is kept in the slot; clone hands it over on the new stack; vfork becomes fork, since the child of
 *                        a vfork would write over its parent's stack.
 * suzaku_volatile_begin  C: noreturn (const struct call_record *). The first instruction of a child: the call answers 0.
 * clone_process          C: long (flags, stack top, child_tid, argument, entry). The child calls entry(argument) on that stack; the
 *                        parent gets the child's number or -errno.
 */
#include "offsets.h"

#define OPEN 2
#define MUNMAP 11
#define BRK 12
#define RT_SIGRETURN 15
#define CLONE 56
#define FORK 57
#define VFORK 58
#define EXECVE 59
#define READLINK 89
#define EPOLL_WAIT 232
#define OPENAT 257
#define READLINKAT 267
#define EPOLL_PWAIT 281
#define EXECVEAT 322
#define CLONE3 435
#define EPOLL_PWAIT2 441
#define RED_ZONE 128
#define RECORD(field) (field - RECORD_STATE)

    .text
    .globl suzaku_volatile, suzaku_volatile_begin, clone_process
suzaku_volatile:
    cmp $RT_SIGRETURN, %eax
    je 8f
    cmp $MUNMAP, %eax
    je 2f
    cmp $CLONE, %eax
    je 3f
    cmp $OPEN, %eax
    je 5f
    cmp $OPENAT, %eax
    je 5f
    cmp $BRK, %eax
    je 5f
    cmp $READLINK, %eax
    je 5f
    cmp $READLINKAT, %eax
    je 5f
    cmp $EXECVE, %eax
    je 5f
    cmp $EXECVEAT, %eax
    je 5f
    cmp $EPOLL_WAIT, %eax
    je 5f
    cmp $EPOLL_PWAIT, %eax
    je 5f
    cmp $EPOLL_PWAIT2, %eax
    je 5f
    cmp $CLONE3, %eax
    je 7f
    cmp $VFORK, %eax
    jne 1f
    mov $FORK, %eax
1:  lea -RED_ZONE(%rsp), %rsp
    push %rcx
    syscall
    pop %rcx
    lea RED_ZONE(%rsp), %rsp
    jmp *%rcx

2:  mov %rcx, %gs:RECORD_DONE
    syscall
    mov %gs:RECORD_DONE, %rcx
    jmp *%rcx

3:  test %rsi, %rsi
    jz 1b
    lea -RED_ZONE(%rsp), %rsp
    push %rcx
    lea -RED_ZONE - 8(%rsi), %rsi
    mov %rcx, (%rsi)
    syscall
    pop %rcx
    lea RED_ZONE(%rsp), %rsp
    lea RED_ZONE + 8(%rsi), %rsi
    jmp *%rcx

5:  lea -RED_ZONE(%rsp), %rsp
    push %rcx
    push %rbp
    push %rdi
    push %rsi
    push %rdx
    push %r10
    push %r8
    push %r9
    push %rax
    mov %rsp, %rdi
    mov %rsp, %rbp
    and $-16, %rsp
    cld
    call volatile_call
    mov %rbp, %rsp
    pop %rcx
    pop %r9
    pop %r8
    pop %r10
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rbp
    pop %rcx
    lea RED_ZONE(%rsp), %rsp
    jmp *%rcx

7:  mov $-38, %rax /* ENOSYS: C libraries fall back to clone */
    jmp *%rcx

8:  syscall
    ud2

suzaku_volatile_begin:
    mov RECORD(RECORD_RBX)(%rdi), %rbx
    mov RECORD(RECORD_RBP)(%rdi), %rbp
    mov RECORD(RECORD_R12)(%rdi), %r12
    mov RECORD(RECORD_R13)(%rdi), %r13
    mov RECORD(RECORD_R14)(%rdi), %r14
    mov RECORD(RECORD_R15)(%rdi), %r15
    mov RECORD(RECORD_RSI)(%rdi), %rsi
    mov RECORD(RECORD_RDX)(%rdi), %rdx
    mov RECORD(RECORD_R10)(%rdi), %r10
    mov RECORD(RECORD_R8)(%rdi), %r8
    mov RECORD(RECORD_R9)(%rdi), %r9
    mov RECORD(RECORD_RSP)(%rdi), %rsp
    mov RECORD(RECORD_DONE)(%rdi), %rcx
    mov RECORD(RECORD_RDI)(%rdi), %rdi
    xor %eax, %eax
    jmp *%rcx

clone_process:
    mov %rdx, %r10
    mov %rcx, %r9
    xor %edx, %edx
    mov $CLONE, %eax
    syscall
    test %rax, %rax
    jz 1f
    ret
1:  xor %ebp, %ebp
    mov %r9, %rdi
    call *%r8
    ud2

    .section .note.GNU-stack, "", @progbits
