/* The calls about signals: actions, masks, alternate stacks, waiting for one, and the return from a handler. */
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
#ifndef SS_DISABLE
#define SS_ONSTACK 1
#define SS_DISABLE 2
#endif
#define RESTORER_FLAG 0x04000000ull

_Static_assert(2 * sizeof(struct signal_action) <= sizeof ((struct decision *)0)->before, "a change of an action fits the slot");

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
    struct action_change *change = (struct action_change *)found_before(thread);
    if (kept_decision(thread) == 0) {
        change->before = SIGNALS[signal];
        change->wanted = wanted != 0 ? *wanted : change->before;
        BARRIER();
    }
    remember(thread, 0, 0);
    return *change;
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
    const struct decision *kept = kept_decision(thread);
    if (kept != 0) { /* the answer may lie over the question */
        old = kept->first;
        set = kept->second;
    }
    if (old == MASK_NOT_DECIDED) {
        remember(thread, MASK_NOT_DECIDED, set);
        answer = interruptible_call(__NR_rt_sigprocmask, how, (uint64_t)&set, (uint64_t)&thread->record.decision.first, 8, 0, 0);
        old = answer < 0 ? thread->deferred_mask : *(volatile uint64_t *)&thread->record.decision.first;
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

_Static_assert(sizeof(struct stack_change) <= sizeof ((struct decision *)0)->before, "a change of a stack fits the slot");

static int stands_on_stack(const struct thread *thread) {
    return thread->record.rsp - thread->altstack_address < thread->altstack_bytes;
}

static struct stack_change decide_stack(struct thread *thread, const stack_t *wanted) {
    struct stack_change *change = (struct stack_change *)found_before(thread);
    if (kept_decision(thread) == 0) {
        change->before = (stack_t){
            .ss_sp = (void *)thread->altstack_address,
            .ss_flags = thread->altstack_bytes == 0 ? SS_DISABLE : stands_on_stack(thread) ? SS_ONSTACK : 0,
            .ss_size = thread->altstack_bytes,
        };
        change->wanted = wanted != 0 ? *wanted : change->before;
        BARRIER();
    }
    remember(thread, 0, 0);
    return *change;
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
