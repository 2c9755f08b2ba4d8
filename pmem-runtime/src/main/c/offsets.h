/* What assembly must know of the layout, above all offsets into struct thread; offsets.c asserts that it is the compiler's. */
#ifndef SUZAKU_OFFSETS_H
#define SUZAKU_OFFSETS_H

#define THREAD_SELF 0
#define RECORD_STATE 8
#define RECORD_RAX 16
#define RECORD_RDI 24
#define RECORD_RSI 32
#define RECORD_RDX 40
#define RECORD_R10 48
#define RECORD_R8 56
#define RECORD_R9 64
#define RECORD_RBX 72
#define RECORD_RBP 80
#define RECORD_R12 88
#define RECORD_R13 96
#define RECORD_R14 104
#define RECORD_R15 112
#define RECORD_RSP 120
#define RECORD_DONE 128
#define RECORD_RESTART 136
#define RECORD_RESULT 144
#define THREAD_STATE 360
#define THREAD_PHASE 368
#define THREAD_DECISIONS_KEPT 456
#define THREAD_DEFERRED_SIGNAL 488
#define THREAD_USER_DISPATCH 520
#define THREAD_SIGNAL_FRAME 536
#define THREAD_IS_VOLATILE 688
#define THREAD_STANDING 696
#define THREAD_RESUME_FRAME 14080
#define THREAD_RUNTIME_STACK_TOP 63232

/* How long direct_calls is: no call number is higher; and what it says, in this order, beginning with 0 for a call that needs a record. */
#define DIRECT_CALLS 512
#define DIRECT_ALWAYS 1
#define DIRECT_WHERE_IT_PASSES 2 /* when the first argument is a descriptor whose word says so */

/* What attempt_call answers when a signal kept it from making the call. No errno, nor what fcntl says of a process group. */
#define CALL_NOT_MADE (-0x7fffffff)

/* The table of descriptors */
#define DESCRIPTORS 65536
#define DESCRIPTOR_WORDS 0x090000200000
#define DESCRIPTOR_ONLY_PASSES 4 /* a bit of such a word, see fd_word */

/* Address of header.power */
#define HEADER_POWER 0x09000000018c

/* struct rt_sigframe of the kernel, x86-64: return address, ucontext (304 bytes), siginfo */
#define FRAME_UCONTEXT 8
#define FRAME_INFORMATION 312

/* struct ucontext of the kernel, x86-64 */
#define UCONTEXT_R11 64
#define UCONTEXT_RCX 152
#define UCONTEXT_RIP 168
#define UCONTEXT_FLAGS 176

#endif
