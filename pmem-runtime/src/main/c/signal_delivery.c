/*
 * How a signal gets to its handler. One that meets the thread in application code goes straight there, on the frame that the kernel built. One
 * that meets it inside the runtime is kept in the slot, with all others blocked, until the call is over; then a frame is built on the
 * application's stack as the kernel would have.
 */
#include <asm/prctl.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <linux/errno.h>

#include "labels.h"
#include "offsets.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

#define FRAME_BYTES 448
#define XSAVE_HEADER_END 576 /* a part that its bits call initial does not count, whatever lies there */

/* Between the kernel's frame and the handler: all of its text lies in one range, where a recovery starts it again; so no jump to returns.S. */
#define ON_DELIVERY __attribute__((section(".text.signal.b"), function_return("keep")))

/*
 * Keeps a signal for the end of the call and blocks all others until then. When a recovery repeats this, the signal has perhaps been noted, and
 * the mask in the frame is the runtime's already.
 */
ON_DELIVERY static void defer(struct thread *thread, uint64_t signal, const void *information, struct ucontext *context) {
    uint64_t *mask = (uint64_t *)&context->uc_sigmask;
    const uint64_t *from = information;
    if (thread->deferred_signal == 0) {
        for (unsigned i = 0; i < sizeof thread->deferred_information / 8; i++) {
            ((uint64_t *)thread->deferred_information)[i] = from[i];
        }
        thread->deferred_mask = *mask;
        BARRIER();
        thread->deferred_signal = signal;
        BARRIER();
    }
    *mask = ~SIGNAL_SYS_BIT;
}

/* 0 when another thread has taken the handler away meanwhile: then the kernel does what it does without one. */
ON_DELIVERY static uint64_t handler_of(const struct thread *thread, uint64_t signal, const void *information) {
    uint64_t handler = ((volatile struct signal_action *)&SIGNALS[signal])->handler;
    if (handler == 0) {
        call4(__NR_rt_tgsigqueueinfo, call0(__NR_getpid), thread->tid, signal, information);
    }
    return handler > 1 ? handler : 0;
}

/* Whether a call without a record is over: one that was interrupted is not, see suzaku_interrupted. */
ON_DELIVERY static int is_past_direct(const struct sigcontext *registers) {
    uint64_t rip = registers->rip;
    return rip >= (uint64_t)suzaku_direct_end && rip < (uint64_t)suzaku_interrupted && (long)registers->rax != -EINTR;
}

/*
 * Called by suzaku_signal. Answers the application's handler to jump to, or 0 to return to what was interrupted.
 * Lies in .text.signal: a recovery may run it a second time for the same frame.
 */
ON_DELIVERY uint64_t signal_arrived(uint64_t signal, void *information, struct ucontext *context) {
    struct thread *thread = this_thread();
    uint64_t rip = context->uc_mcontext.rip;
    if (rip == (uint64_t)suzaku_exit_jump) { /* the call is over */
        context->uc_mcontext.rip = rip = context->uc_mcontext.rcx;
    } else if (is_past_direct(&context->uc_mcontext)) {
        context->uc_mcontext.rip = rip = thread->record.done;
        context->uc_mcontext.r11 = 0; /* never the flags, see suzaku_standing */
    }
    if (rip < (uint64_t)suzaku_text_start || rip >= (uint64_t)suzaku_text_end) {
        return handler_of(thread, signal, information);
    }
    defer(thread, signal, information, context);
    if (rip >= (uint64_t)suzaku_entry_recorded && rip < (uint64_t)suzaku_direct) {
        context->uc_mcontext.rip = (uint64_t)suzaku_entry_recorded; /* the end of a recorded call looks whether a signal waits */
    } else if (rip >= (uint64_t)suzaku_direct && rip < (uint64_t)suzaku_recorded) {
        context->uc_mcontext.rip = (uint64_t)suzaku_interrupted;
    } else if (rip >= (uint64_t)suzaku_exit && rip < (uint64_t)suzaku_exit_jump) {
        context->uc_mcontext.rip = (uint64_t)suzaku_exit; /* look again whether a signal waits */
    } else if (rip >= (uint64_t)interruptible_start && rip < (uint64_t)interruptible_end) {
        context->uc_mcontext.rip = (uint64_t)interruptible_cancel;
    }
    return 0;
}

/* Where the frame of a handler ends that interrupts the application with its stack pointer at `interrupted`. */
ON_DELIVERY static uint64_t handler_stack(const struct thread *thread, uint64_t flags, uint64_t interrupted) {
    uint64_t stack = interrupted - 128; /* the red zone */
    uint64_t low = thread->altstack_address;
    int on_it = stack >= low && stack < low + thread->altstack_bytes;
    return (flags & SA_ONSTACK) != 0 && thread->altstack_bytes != 0 && !on_it ? low + thread->altstack_bytes : stack;
}

/* A frame below `top`: the extended state first, at a multiple of 64. */
struct frame_place {
    uint64_t frame, xstate;
};

ON_DELIVERY static struct frame_place place_below(uint64_t top) {
    uint64_t xstate = (top - (HEADER->xstate_bytes + 64)) & ~63ull;
    return (struct frame_place){.frame = ((xstate - FRAME_BYTES) & ~15ull) - 8, .xstate = xstate};
}

ON_DELIVERY static void copy_words(uint64_t to, uint64_t from, uint64_t bytes) {
    for (uint64_t at = 0; at < bytes; at += 8) {
        *(volatile uint64_t *)(to + at) = *(const volatile uint64_t *)(from + at);
    }
}

/*
 * Called by suzaku_signal: a handler with SA_ONSTACK wants the application's alternate stack, but the kernel has built its frame on the runtime's.
 * Answers where the frame lies now. Repeated by a recovery, as signal_arrived is: the kernel's frame stays as it was.
 */
ON_DELIVERY uint64_t settle_frame(uint64_t frame, uint64_t signal) {
    const struct thread *thread = this_thread();
    if (frame - (uint64_t)thread->alternate_stack >= ALTERNATE_STACK_BYTES) {
        return frame;
    }
    struct ucontext *context = (struct ucontext *)(frame + FRAME_UCONTEXT);
    struct frame_place place = place_below(handler_stack(thread, SIGNALS[signal].flags, context->uc_mcontext.rsp));
    copy_words(place.xstate, (uint64_t)context->uc_mcontext.fpstate, HEADER->xstate_bytes + 8); /* and the magic number behind it */
    copy_words(place.frame, frame, FRAME_BYTES);
    ((struct ucontext *)(place.frame + FRAME_UCONTEXT))->uc_mcontext.fpstate = (void *)place.xstate;
    return place.frame;
}

ON_DELIVERY static void clear_words(uint64_t at, uint64_t bytes) {
    for (uint64_t end = at + bytes; at < end; at += 8) {
        *(volatile uint64_t *)at = 0;
    }
}

ON_DELIVERY static void save_xstate(uint8_t *area) {
    uint32_t *software = (uint32_t *)(area + 464);
    clear_words((uint64_t)area, XSAVE_HEADER_END); /* and no more: small processors' areas end soon behind it, and the program's memory begins */
    __asm__ volatile("xsave64 (%0)" ::"r"(area), "a"(HEADER->xstate_features), "d"(HEADER->xstate_features >> 32) : "memory");
    software[0] = FP_XSTATE_MAGIC1;
    software[1] = (uint32_t)HEADER->xstate_bytes + 4;
    *(uint64_t *)&software[2] = HEADER->xstate_features;
    software[4] = (uint32_t)HEADER->xstate_bytes;
    *(volatile uint32_t *)(area + HEADER->xstate_bytes) = FP_XSTATE_MAGIC2;
}

ON_DELIVERY static void fill_machine(struct ucontext *context, void *xstate, uint64_t mask) {
    clear_words((uint64_t)context, sizeof *context);
    context->uc_flags = UC_FP_XSTATE | UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
    context->uc_mcontext.eflags = 0x202;
    context->uc_mcontext.cs = 0x33, context->uc_mcontext.ss = 0x2b;
    context->uc_mcontext.fpstate = xstate;
    *(uint64_t *)&context->uc_sigmask = mask;
}

ON_DELIVERY static uint64_t handler_mask(uint64_t signal, uint64_t interrupted_mask) {
    uint64_t mask = interrupted_mask | SIGNALS[signal].mask;
    if ((SIGNALS[signal].flags & SA_NODEFER) == 0) {
        mask |= 1ull << (signal - 1);
    }
    return mask & ~SIGNAL_SYS_BIT;
}

/* The resume frame of this thread but for its registers, which are the caller's to fill. */
ON_DELIVERY static struct sigcontext *fill_resume_frame(struct thread *thread, uint64_t mask, uint64_t reset_signal) {
    struct ucontext *context = (struct ucontext *)thread->resume_frame;
    void *xstate = thread->resume_frame + RESUME_XSTATE_OFFSET;
    save_xstate(xstate);
    fill_machine(context, xstate, mask);
    call2(__NR_arch_prctl, ARCH_GET_FS, &thread->resume_fs_base);
    thread->reset_signal = reset_signal;
    return &context->uc_mcontext;
}

/* Makes the resume frame of this thread begin the handler of `signal`, whose frame lies at `frame`. */
ON_DELIVERY static void fill_handler(struct thread *thread, uint64_t signal, uint64_t handler, uint64_t frame, uint64_t interrupted_mask) {
    uint64_t reset_signal = (SIGNALS[signal].flags & SA_RESETHAND) != 0 ? signal : 0;
    struct sigcontext *registers = fill_resume_frame(thread, handler_mask(signal, interrupted_mask), reset_signal);
    registers->rip = handler;
    registers->rsp = frame;
    registers->rdi = signal;
    registers->rsi = frame + FRAME_INFORMATION;
    registers->rdx = frame + FRAME_UCONTEXT;
}

uint64_t forget_handler(struct thread *thread) {
    uint64_t signal = thread->reset_signal;
    if (signal != 0) {
        SIGNALS[signal].handler = 0;
        BARRIER();
        thread->reset_signal = 0;
    }
    return signal;
}

/* The resume frame counts from now on, and the handler runs: one that was to run once is taken away, by the next recovery at the latest. */
ON_DELIVERY static void begin(struct thread *thread) {
    BARRIER();
    thread->phase = PHASE_RESTORING;
    BARRIER();
    uint64_t signal = forget_handler(thread);
    if (signal != 0) {
        install_action(signal);
    }
}

/*
 * Called by suzaku_signal for a signal that has met the application. Registers and mask change together, so that the next signal meets the
 * handler's first instruction and no less. Until phase RESTORING a recovery starts suzaku_signal again; from then on the resume frame counts.
 */
_Noreturn void enter_handler(uint64_t frame, uint64_t signal, uint64_t handler);
ON_DELIVERY _Noreturn void enter_handler(uint64_t frame, uint64_t signal, uint64_t handler) {
    struct thread *thread = this_thread();
    const struct ucontext *context = (const struct ucontext *)(frame + FRAME_UCONTEXT);
    fill_handler(thread, signal, handler, frame, *(const uint64_t *)&context->uc_sigmask);
    begin(thread);
    suzaku_resume(thread);
}

/* Where the application goes on when its handler returns: behind the call, with its result. */
static void fill_interrupted(const struct call_record *record, struct sigcontext *registers) {
    registers->rdi = record->rdi, registers->rsi = record->rsi, registers->rdx = record->rdx;
    registers->r10 = record->r10, registers->r8 = record->r8, registers->r9 = record->r9;
    registers->rbx = record->rbx, registers->rbp = record->rbp, registers->r12 = record->r12;
    registers->r13 = record->r13, registers->r14 = record->r14, registers->r15 = record->r15;
    registers->rsp = record->rsp, registers->rip = record->done, registers->rcx = record->done;
    registers->rax = record->result;
}

/* The frame that the kernel would have built on the application's stack; answers its address. */
static uint64_t build_frame(struct thread *thread, const struct signal_action *action) {
    struct frame_place place = place_below(handler_stack(thread, action->flags, thread->record.rsp));
    uint64_t frame = place.frame;
    struct ucontext *context = (struct ucontext *)(frame + FRAME_UCONTEXT);
    save_xstate((uint8_t *)place.xstate);
    fill_machine(context, (void *)place.xstate, thread->deferred_mask);
    fill_interrupted(&thread->record, &context->uc_mcontext);
    memcpy((void *)frame, &action->restorer, 8);
    memcpy((void *)(frame + FRAME_INFORMATION), thread->deferred_information, sizeof thread->deferred_information);
    return frame;
}

int is_delivered(const struct thread *thread) {
    const struct ucontext *context = (const struct ucontext *)thread->resume_frame;
    return thread->deferred_signal != 0 && !inside_runtime(context->uc_mcontext.rip);
}

/* Another thread, or this call, has taken the handler away: the program goes on, unless the kernel has something else to do without one. */
static void leave_to_kernel(struct thread *thread, const struct signal_action *action) {
    if (action->handler == 0) {
        call4(__NR_rt_tgsigqueueinfo, call0(__NR_getpid), thread->tid, thread->deferred_signal, thread->deferred_information);
    }
    fill_interrupted(&thread->record, fill_resume_frame(thread, thread->deferred_mask, 0));
}

/*
 * Called by suzaku_exit on the runtime's stack, the call's record committed. Does not return. Registers and mask change
 * together, by the way that a recovered thread takes: from phase RESTORING on the resume frame counts, and a cut finds the
 * signal delivered; until then it finds it deferred.
 */
void deliver_deferred(struct thread *thread);
void deliver_deferred(struct thread *thread) {
    struct signal_action action = SIGNALS[thread->deferred_signal];
    if (is_handled(&action)) {
        uint64_t frame = build_frame(thread, &action);
        fill_handler(thread, thread->deferred_signal, action.handler, frame, thread->deferred_mask);
    } else {
        leave_to_kernel(thread, &action);
    }
    begin(thread);
    thread->deferred_signal = 0;
    BARRIER();
    thread->record.state = RECORD_NONE;
    BARRIER();
    suzaku_resume(thread);
}
