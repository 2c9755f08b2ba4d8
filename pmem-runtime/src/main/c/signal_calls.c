/*
 * Signal actions, masks and delivery. A signal that meets the thread in application code goes straight to its handler
 * on the frame that the kernel built. One that meets it inside the runtime is kept in the slot, with all others
 * blocked, until the call is over; then a frame is built on the application's stack as the kernel would have.
 */
#include <asm/prctl.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <linux/errno.h>

#include "calls.h"
#include "labels.h"
#include "offsets.h"
#include "program_memory.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

#define SIGNAL_NUMBERS 64
#define FRAME_BYTES 448
#ifndef SS_DISABLE
#define SS_ONSTACK 1
#define SS_DISABLE 2
#endif
#define RESTORER_FLAG 0x04000000ull

/* Between the kernel's frame and the handler: all of its text lies in one range, where a recovery starts it again; so no jump to returns.S. */
#define ON_DELIVERY __attribute__((section(".text.signal.b"), function_return("keep")))

_Static_assert(2 * sizeof(struct signal_action) <= sizeof ((struct thread *)0)->kept, "a change of an action fits the slot");

_Noreturn void suzaku_sigreturn(void);

/* For a call that reads a structure of the program, and writes one; either may be missing. */
static int are_good(const void *read, const void *written, uint64_t bytes) {
    return (read == 0 || is_readable((uint64_t)read, bytes)) && (written == 0 || is_writable((uint64_t)written, bytes));
}

static long set_action(uint64_t signal, const struct signal_action *action) {
    return call4(__NR_rt_sigaction, signal, action, 0, 8);
}

void install_dispatch(void) {
    struct signal_action action = {
        .handler = address_of(suzaku_sigsys),
        .flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | RESTORER_FLAG,
        .restorer = address_of(suzaku_dispatch_end),
        .mask = ~0ull,
    };
    long answer = set_action(SIGSYS, &action);
    ASSERT(answer == 0);
}

static int is_handled(const struct signal_action *action) { return action->handler > 1; }

long install_action(uint64_t signal) {
    struct signal_action action = SIGNALS[signal];
    if (is_handled(&action)) {
        action.handler = address_of(suzaku_signal);
        action.flags = (action.flags | SA_SIGINFO) & ~(uint64_t)(SA_RESTART | SA_RESETHAND);
        action.mask = ~SIGNAL_SYS_BIT; /* until enter_handler nothing else may come: there is one frame, and one deferred signal */
    }
    return set_action(signal, &action);
}

/* What stood in the table, and what the program wants there, which may lie where the answer goes. */
struct action_change {
    struct signal_action before, wanted;
};

static struct action_change decide_action(struct thread *thread, uint64_t signal, const struct signal_action *wanted) {
    struct action_change *kept = (struct action_change *)thread->kept;
    if (!is_repetition(thread)) {
        kept->before = SIGNALS[signal];
        kept->wanted = wanted != 0 ? *wanted : kept->before;
        BARRIER();
    }
    remember(thread, 0, 0);
    return *kept;
}

long call_rt_sigaction(struct thread *thread) {
    uint64_t signal = ARGUMENT1(thread);
    const struct signal_action *wanted = (const struct signal_action *)ARGUMENT2(thread);
    struct signal_action *old = (struct signal_action *)ARGUMENT3(thread);
    if (signal < 1 || signal > SIGNAL_NUMBERS || ARGUMENT4(thread) != 8 ||
        (wanted != 0 && (signal == SIGKILL || signal == SIGSTOP))) {
        return -EINVAL;
    }
    if (!are_good(wanted, old, sizeof *wanted)) {
        return -EFAULT;
    }
    struct action_change change = decide_action(thread, signal, wanted);
    long answer = 0;
    if (wanted != 0) {
        SIGNALS[signal] = change.wanted;
        answer = signal == SIGSYS ? 0 : install_action(signal);
    }
    if (old != 0 && answer == 0) {
        *old = change.before;
    }
    return answer;
}

static int mask_after(uint64_t how, uint64_t old, uint64_t set, uint64_t *next) {
    switch (how) {
    case SIG_BLOCK:
        *next = old | set;
        return 0;
    case SIG_UNBLOCK:
        *next = old & ~set;
        return 0;
    case SIG_SETMASK:
        *next = set;
        return 0;
    default:
        return -EINVAL;
    }
}

/* In the decision of a call: the kernel has not been asked yet. No mask holds SIGKILL. */
#define MASK_NOT_DECIDED (~0ull)

/*
 * The application's mask is the kernel's, or deferred_mask while a signal waits for the end of this call (all are blocked then).
 * A repeated call must not answer with its own work, so the kernel itself writes the old mask into the record: whatever thread stops
 * behind its call has it there.
 */
static uint64_t change_mask(struct thread *thread, uint64_t how, uint64_t set) {
    uint64_t old = MASK_NOT_DECIDED, next = 0;
    long answer;
    if (is_repetition(thread)) { /* the answer may lie over the question */
        old = thread->replay[1];
        set = thread->replay[2];
    }
    if (old == MASK_NOT_DECIDED) {
        remember(thread, MASK_NOT_DECIDED, set);
        answer = interruptible_call(__NR_rt_sigprocmask, how, (uint64_t)&set, (uint64_t)&thread->record.intent[1], 8, 0, 0);
        old = answer < 0 ? thread->deferred_mask : *(volatile uint64_t *)&thread->record.intent[1];
        mask_after(how, old, set, &next);
    } else {
        mask_after(how, old, set, &next);
        remember(thread, old, set);
        answer = interruptible_call(__NR_rt_sigprocmask, SIG_SETMASK, (uint64_t)&next, 0, 8, 0, 0);
    }
    next &= ~(1ull << (SIGKILL - 1) | 1ull << (SIGSTOP - 1));
    if (answer < 0) { /* a signal was deferred before the kernel was asked */
        remember(thread, old, set);
        thread->deferred_mask = next;
    }
    return old;
}

uint64_t application_mask(const struct thread *thread) {
    uint64_t mask = 0;
    call4(__NR_rt_sigprocmask, SIG_BLOCK, 0, &mask, 8);
    return thread->deferred_signal != 0 ? thread->deferred_mask : mask; /* after the call, which a signal may follow */
}

long call_rt_sigprocmask(struct thread *thread) {
    const uint64_t *wanted = (const uint64_t *)ARGUMENT2(thread);
    uint64_t *answer = (uint64_t *)ARGUMENT3(thread);
    uint64_t how = (uint32_t)ARGUMENT1(thread), old = 0;
    if (ARGUMENT4(thread) != 8 || (wanted != 0 && mask_after(how, 0, 0, &old) < 0)) {
        return -EINVAL;
    }
    if (!are_good(wanted, answer, sizeof *wanted)) {
        return -EFAULT;
    }
    if (wanted != 0) {
        old = change_mask(thread, how, *wanted & ~SIGNAL_SYS_BIT);
    } else {
        old = application_mask(thread);
    }
    if (answer != 0) {
        *answer = old;
    }
    return 0;
}

long call_rt_sigsuspend(struct thread *thread) {
    if (!is_readable(ARGUMENT1(thread), sizeof(uint64_t))) {
        return -EFAULT;
    }
    uint64_t mask = *(const uint64_t *)ARGUMENT1(thread) & ~SIGNAL_SYS_BIT;
    return interruptible_call(__NR_rt_sigsuspend, (uint64_t)&mask, 8, 0, 0, 0, 0);
}

struct stack_change {
    stack_t before, wanted;
};

static int stands_on_stack(const struct thread *thread) {
    return thread->record.rsp - thread->altstack_address < thread->altstack_bytes;
}

static struct stack_change decide_stack(struct thread *thread, const stack_t *wanted) {
    struct stack_change *kept = (struct stack_change *)thread->kept;
    if (!is_repetition(thread)) {
        kept->before = (stack_t){
            .ss_sp = (void *)thread->altstack_address,
            .ss_flags = thread->altstack_bytes == 0 ? SS_DISABLE : stands_on_stack(thread) ? SS_ONSTACK : 0,
            .ss_size = thread->altstack_bytes,
        };
        kept->wanted = wanted != 0 ? *wanted : kept->before;
        BARRIER();
    }
    remember(thread, 0, 0);
    return *kept;
}

/* As the kernel refuses it. SS_AUTODISARM is refused as by a kernel that does not know it. */
static long refusal_of(const struct thread *thread, const stack_t *wanted) {
    if (stands_on_stack(thread)) {
        return -EPERM;
    }
    if ((wanted->ss_flags & ~(SS_DISABLE | SS_ONSTACK)) != 0) {
        return -EINVAL;
    }
    return (wanted->ss_flags & SS_DISABLE) == 0 && wanted->ss_size < MINSIGSTKSZ ? -ENOMEM : 0;
}

long call_sigaltstack(struct thread *thread) {
    stack_t *old = (stack_t *)ARGUMENT2(thread);
    if (!are_good((const void *)ARGUMENT1(thread), old, sizeof *old)) {
        return -EFAULT;
    }
    struct stack_change change = decide_stack(thread, (const stack_t *)ARGUMENT1(thread));
    if (ARGUMENT1(thread) != 0) {
        long refusal = refusal_of(thread, &change.wanted);
        if (refusal != 0) {
            return refusal;
        }
        int disable = (change.wanted.ss_flags & SS_DISABLE) != 0;
        thread->altstack_bytes = 0;
        thread->altstack_address = disable ? 0 : (uint64_t)change.wanted.ss_sp;
        thread->altstack_flags = disable ? 0 : (uint64_t)change.wanted.ss_flags;
        thread->altstack_bytes = disable ? 0 : change.wanted.ss_size;
    }
    if (old != 0) {
        *old = change.before;
    }
    return 0;
}

long call_rt_sigreturn(struct thread *thread) {
    const uint64_t all = ~SIGNAL_SYS_BIT;
    struct ucontext *context = (struct ucontext *)thread->record.rsp;
    call4(__NR_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
    if (thread->deferred_signal != 0) { /* this call has no end at which it could be delivered: it waits for the mask that comes now */
        call4(__NR_rt_tgsigqueueinfo, call0(__NR_getpid), thread->tid, thread->deferred_signal, thread->deferred_information);
        thread->deferred_signal = 0;
    }
    uint64_t *mask = (uint64_t *)&context->uc_sigmask;
    *mask &= ~SIGNAL_SYS_BIT;
    suzaku_sigreturn();
}

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

/*
 * Called by suzaku_signal. Answers the application's handler to jump to, or 0 to return to what was interrupted.
 * Lies in .text.signal: a recovery may run it a second time for the same frame.
 */
ON_DELIVERY uint64_t signal_arrived(uint64_t signal, void *information, struct ucontext *context) {
    struct thread *thread = this_thread();
    uint64_t rip = context->uc_mcontext.rip;
    int is_past_direct = rip >= (uint64_t)suzaku_direct_end && rip < (uint64_t)suzaku_recorded;
    if (rip == (uint64_t)suzaku_exit_jump || is_past_direct) { /* the call is over */
        rip = is_past_direct ? thread->record.done : context->uc_mcontext.rcx;
        context->uc_mcontext.rip = rip;
    }
    if (rip < (uint64_t)suzaku_text_start || rip >= (uint64_t)suzaku_text_end) {
        return SIGNALS[signal].handler;
    }
    defer(thread, signal, information, context);
    if (rip >= (uint64_t)suzaku_entry && rip < (uint64_t)suzaku_direct) {
        context->uc_mcontext.rip = (uint64_t)suzaku_entry_recorded; /* the end of a recorded call looks whether a signal waits */
    } else if (rip >= (uint64_t)suzaku_direct && rip < (uint64_t)suzaku_direct_end) {
        context->uc_mcontext.rip = (uint64_t)suzaku_recorded;
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
    clear_words((uint64_t)area, 1024);
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

/* Makes the resume frame of this thread begin the handler of `signal`, whose frame lies at `frame`. */
ON_DELIVERY static void fill_handler(struct thread *thread, uint64_t signal, uint64_t frame, uint64_t interrupted_mask) {
    struct ucontext *context = (struct ucontext *)thread->resume_frame;
    save_xstate(thread->resume_frame + RESUME_XSTATE_OFFSET);
    fill_machine(context, thread->resume_frame + RESUME_XSTATE_OFFSET, handler_mask(signal, interrupted_mask));
    context->uc_mcontext.rip = SIGNALS[signal].handler;
    context->uc_mcontext.rsp = frame;
    context->uc_mcontext.rdi = signal;
    context->uc_mcontext.rsi = frame + FRAME_INFORMATION;
    context->uc_mcontext.rdx = frame + FRAME_UCONTEXT;
    call2(__NR_arch_prctl, ARCH_GET_FS, &thread->resume_fs_base);
    BARRIER();
}

/*
 * Called by suzaku_signal for a signal that has met the application. Registers and mask change together, so that the next signal meets the
 * handler's first instruction and no less. Until phase RESTORING a recovery starts suzaku_signal again; from then on the resume frame counts.
 */
_Noreturn void enter_handler(uint64_t frame, uint64_t signal);
ON_DELIVERY _Noreturn void enter_handler(uint64_t frame, uint64_t signal) {
    struct thread *thread = this_thread();
    const struct ucontext *context = (const struct ucontext *)(frame + FRAME_UCONTEXT);
    fill_handler(thread, signal, frame, *(const uint64_t *)&context->uc_sigmask);
    thread->phase = PHASE_RESTORING;
    BARRIER();
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
    uint64_t signal = thread->deferred_signal;
    return signal != 0 && context->uc_mcontext.rdi == signal && context->uc_mcontext.rip == SIGNALS[signal].handler;
}

/*
 * Called by suzaku_exit on the runtime's stack, the call's record committed. Does not return. Registers and mask change
 * together, by the way that a recovered thread takes: from phase RESTORING on the resume frame counts, and a cut finds the
 * signal delivered; until then it finds it deferred.
 */
void deliver_deferred(struct thread *thread);
void deliver_deferred(struct thread *thread) {
    struct signal_action action = SIGNALS[thread->deferred_signal];
    uint64_t frame = build_frame(thread, &action);
    fill_handler(thread, thread->deferred_signal, frame, thread->deferred_mask);
    thread->phase = PHASE_RESTORING;
    BARRIER();
    thread->deferred_signal = 0;
    BARRIER();
    thread->record.state = RECORD_NONE;
    BARRIER();
    suzaku_resume(thread);
}
