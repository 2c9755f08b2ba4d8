/*
 * The way from a call's number to what becomes of it, as calls.def says: passed to the kernel as it is, tracked or
 * emulated by a handler, or answered -errno because the runtime could not carry its effects over a cut.
 */
#include <asm/signal.h>
#include <linux/errno.h>

#include "calls.h"
#include "offsets.h"
#include "often.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

#define CALLS DIRECT_CALLS

enum on_signal { AT_ONCE, INTERRUPTED, RESTARTS, MADE };

static call_handler pass_on;

/* What calls.def says of a call. */
struct rule {
    call_handler *handler; /* 0 = a number that calls.def does not know */
    uint8_t refusal;       /* errno of a refused call, else 0 */
    uint8_t on_signal;     /* enum on_signal */
};

static const struct rule rules[CALLS] = {
#define PASSED(number, name, on_signal, guarantee) [number] = {pass_on, 0, on_signal},
#define TRACKED(number, name, handler, on_signal, guarantee) [number] = {handler, 0, on_signal},
#define TRANSFER(number, name, handler, on_signal, guarantee) [number] = {handler, 0, on_signal},
#define EMULATED(number, name, handler, on_signal, guarantee) [number] = {handler, 0, on_signal},
#define REFUSED(number, name, errno, guarantee) [number] = {call_refused, errno, AT_ONCE},
#include "calls.def"
#undef PASSED
#undef TRACKED
#undef TRANSFER
#undef EMULATED
#undef REFUSED
};

/* Read by suzaku_direct. */
const uint8_t direct_calls[CALLS] = {
#define PASSED(number, name, on_signal, guarantee) [number] = DIRECT_ALWAYS,
#define TRACKED(number, name, handler, on_signal, guarantee)
#define TRANSFER(number, name, handler, on_signal, guarantee) [number] = DIRECT_WHERE_IT_PASSES,
#define EMULATED(number, name, handler, on_signal, guarantee)
#define REFUSED(number, name, errno, guarantee)
#include "calls.def"
#undef PASSED
#undef TRACKED
#undef TRANSFER
#undef EMULATED
#undef REFUSED
};

long call_refused(struct thread *thread) { return -(long)rules[thread->record.rax].refusal; }

/* Some file systems answer so by themselves. */
#define DISTURBANCES_MAX 100

long pass_at_once(struct thread *thread) {
    long answer = as_it_is(thread);
    for (int left = DISTURBANCES_MAX; left > 0 && was_disturbed(thread, answer); left--) {
        answer = as_it_is(thread);
    }
    return answer;
}

static int may_wait(const struct thread *thread) { return rules[thread->record.rax].on_signal != AT_ONCE && !asks_not_to_wait(thread); }

OFTEN long pass_through(struct thread *thread) {
    const struct call_record *record = &thread->record;
    if (!may_wait(thread)) {
        return pass_at_once(thread);
    }
    long answer = attempt_call((long)record->rax, record->rdi, record->rsi, record->rdx, record->r10, record->r8, record->r9);
    return was_disturbed(thread, answer) ? wait_on(thread) : answer;
}

/* A call that has been tried without a record: where it waits, its time-out runs already. */
static long pass_on(struct thread *thread) { return may_wait(thread) ? wait_on(thread) : pass_at_once(thread); }

int restarts_after_signal(const struct thread *thread, long answer) {
    int on_signal = rules[thread->record.rax].on_signal;
    if (answer == CALL_NOT_MADE && on_signal == MADE) {
        return 1;
    }
    if (thread->deferred_signal == 0 || on_signal < RESTARTS) {
        return 0;
    }
    int is_wanted = (SIGNALS[thread->deferred_signal].flags & SA_RESTART) != 0;
    return thread->record.rax == __NR_futex ? futex_restarts(thread, is_wanted) : is_wanted;
}

/* A call that a signal has met. Not before: one that a cut rewinds then is over where it always is. */
static void commit_interrupted(struct thread *thread, long answer) {
    if (restarts_after_signal(thread, answer)) {
        commit_store(thread, (long)thread->record.rax, &thread->record.done, thread->record.restart);
    } else {
        commit(thread, -EINTR);
    }
}

/* Where suzaku_entry goes on, on the runtime's stack, with the record linked. To return there would cost a jump that the processor guesses wrong. */
_Noreturn void dispatch(struct thread *thread);
OFTEN _Noreturn void dispatch(struct thread *thread) {
    uint64_t number = thread->record.rax;
    call_handler *handler = number < CALLS ? rules[number].handler : 0;
    long answer = handler != 0 ? handler(thread) : -ENOSYS;
    if (thread->record.state != RECORD_COMMITTED) {
        if (answer == -EINTR || answer == CALL_NOT_MADE) {
            commit_interrupted(thread, answer);
        } else {
            commit(thread, answer);
        }
    }
    forget_decisions(thread);
    thread->record.decision.call = 0;
    suzaku_exit_all();
}
