/* Keeps offsets.h true. */
#include "offsets.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <stddef.h>

#include "files.h"
#include "layout.h"

#define SAME(constant, field) _Static_assert((constant) == offsetof(struct thread, field), #constant)

SAME(THREAD_SELF, self);
SAME(RECORD_STATE, record.state);
SAME(RECORD_RAX, record.rax);
SAME(RECORD_RDI, record.rdi);
SAME(RECORD_RSI, record.rsi);
SAME(RECORD_RDX, record.rdx);
SAME(RECORD_R10, record.r10);
SAME(RECORD_R8, record.r8);
SAME(RECORD_R9, record.r9);
SAME(RECORD_RBX, record.rbx);
SAME(RECORD_RBP, record.rbp);
SAME(RECORD_R12, record.r12);
SAME(RECORD_R13, record.r13);
SAME(RECORD_R14, record.r14);
SAME(RECORD_R15, record.r15);
SAME(RECORD_RSP, record.rsp);
SAME(RECORD_DONE, record.done);
SAME(RECORD_RESTART, record.restart);
SAME(RECORD_RESULT, record.result);
SAME(THREAD_STATE, state);
SAME(THREAD_PHASE, phase);
SAME(THREAD_DECISIONS_KEPT, decisions_kept);
SAME(THREAD_DEFERRED_SIGNAL, deferred_signal);
SAME(THREAD_USER_DISPATCH, user_dispatch);
SAME(THREAD_SIGNAL_FRAME, signal_frame);
SAME(THREAD_IS_VOLATILE, is_volatile);
SAME(THREAD_STANDING, standing);
SAME(THREAD_RESUME_FRAME, resume_frame);
_Static_assert(DESCRIPTORS == FD_CAPACITY && DESCRIPTOR_WORDS == TABLES_BASE + FDS_OFFSET && sizeof(struct fd_entry) == 8, "descriptors");
_Static_assert(DESCRIPTOR_ONLY_PASSES == WORD_ONLY_PASSES, "descriptor's word");
_Static_assert(HEADER_POWER == TABLES_BASE + offsetof(struct image_header, power), "HEADER_POWER");
_Static_assert(THREAD_RUNTIME_STACK_TOP == offsetof(struct thread, runtime_stack) + RUNTIME_STACK_BYTES, "stack top");
_Static_assert(UCONTEXT_R11 == 40 + 3 * 8 && UCONTEXT_RCX == 40 + 14 * 8 && UCONTEXT_RIP == 40 + 16 * 8 &&
                   UCONTEXT_FLAGS == 40 + 17 * 8,
               "ucontext");
