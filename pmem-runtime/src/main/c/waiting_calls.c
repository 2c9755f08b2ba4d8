/* Calls that wait: futexes, sleeps, those that the runtime has disturbed, and which of them do not want to. A sleep keeps its deadline over a cut. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/time.h>
#include <linux/time_types.h>
#include <linux/wait.h>

#include "calls.h"
#include "files.h"
#include "often.h"
#include "program_memory.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"

static uint64_t futex_command(const struct thread *thread) { return ARGUMENT2(thread) & FUTEX_CMD_MASK; }

/* Whether the calling thread has the lock that inherits priority. */
static int has_lock(const struct thread *thread) {
    const volatile uint32_t *word = (const volatile uint32_t *)ARGUMENT1(thread);
    return is_readable(ARGUMENT1(thread), sizeof *word) && (*word & FUTEX_TID_MASK) == (uint32_t)thread->tid;
}

/*
 * The kernel changes the word itself, and refuses to give a lock to the thread that has it or to take it from one that has not: C libraries then
 * wait for ever, or end the program. What was there before the call is remembered, so that its repetition knows whether it is over.
 */
static long change_lock(struct thread *thread, int takes, call_handler *call) {
    const struct decision *kept = kept_decision(thread);
    if (has_lock(thread) != takes) {
        remember(thread, ARGUMENT1(thread), 0);
    } else if (kept != 0 && kept->first == ARGUMENT1(thread)) {
        return 0;
    }
    return call(thread);
}

/* Only a wait can be interrupted: a wake that a signal kept from being made would be lost. */
OFTEN long call_futex(struct thread *thread) {
    switch (futex_command(thread)) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_WAIT_REQUEUE_PI:
        return pass_through(thread);
    case FUTEX_LOCK_PI:
    case FUTEX_LOCK_PI2:
        return change_lock(thread, 1, pass_through);
    case FUTEX_TRYLOCK_PI:
        return change_lock(thread, 1, pass_at_once);
    case FUTEX_UNLOCK_PI:
        return change_lock(thread, 0, pass_at_once);
    default:
        return as_it_is(thread);
    }
}

/* As in the kernel: a lock is waited for whatever the handler wants, since programs take any answer for success; a wait with a time-out ends. */
int futex_restarts(const struct thread *thread, int is_wanted) {
    switch (futex_command(thread)) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
        return is_wanted && ARGUMENT4(thread) == 0;
    default:
        return 1;
    }
}

static long sleep_until(struct thread *thread, uint64_t clock, const struct __kernel_timespec *request,
                        struct __kernel_timespec *remaining) {
    if (!is_readable((uint64_t)request, sizeof *request)) {
        return -EFAULT;
    }
    if (request->tv_sec < 0 || request->tv_nsec < 0 || request->tv_nsec >= NANOS) {
        return -EINVAL;
    }
    int64_t seconds = request->tv_sec < 1ll << 32 ? request->tv_sec : 1ll << 32;
    int64_t deadline = now_nanos(clock) + seconds * NANOS + request->tv_nsec;
    const struct decision *kept = kept_decision(thread);
    if (kept != 0) {
        deadline = (int64_t)kept->first;
    }
    remember(thread, (uint64_t)deadline, 0);
    struct __kernel_timespec until = {.tv_sec = deadline / NANOS, .tv_nsec = deadline % NANOS};
    long answer = interruptible_call(__NR_clock_nanosleep, clock, TIMER_ABSTIME, (uint64_t)&until, 0, 0, 0);
    if (answer == -EINTR && remaining != 0) {
        int64_t left = deadline - now_nanos(clock);
        left = left < 0 ? 0 : left;
        if (!is_writable((uint64_t)remaining, sizeof *remaining)) {
            return -EFAULT;
        }
        *remaining = (struct __kernel_timespec){.tv_sec = left / NANOS, .tv_nsec = left % NANOS};
    }
    return answer;
}

long call_nanosleep(struct thread *thread) {
    return sleep_until(thread, CLOCK_MONOTONIC, (const struct __kernel_timespec *)ARGUMENT1(thread),
                       (struct __kernel_timespec *)ARGUMENT2(thread));
}

long call_clock_nanosleep(struct thread *thread) {
    if ((ARGUMENT2(thread) & TIMER_ABSTIME) != 0) {
        return pass_through(thread);
    }
    return sleep_until(thread, (uint32_t)ARGUMENT1(thread), (const struct __kernel_timespec *)ARGUMENT3(thread),
                       (struct __kernel_timespec *)ARGUMENT4(thread));
}

#define SOL_SOCKET_LEVEL 1
#define RECEIVE_TIMEOUT 20 /* SO_RCVTIMEO and SO_SNDTIMEO, with a struct timeval of 64-bit fields */
#define SEND_TIMEOUT 21

/* Which of them limits how long such a call waits on a socket; 0 = it is no transfer. */
static uint64_t timeout_option(uint64_t number) {
    switch (number) {
    case __NR_read:
    case __NR_readv:
    case __NR_recvfrom:
    case __NR_recvmsg:
    case __NR_recvmmsg:
        return RECEIVE_TIMEOUT;
    case __NR_write:
    case __NR_writev:
    case __NR_sendto:
    case __NR_sendmsg:
    case __NR_sendmmsg:
        return SEND_TIMEOUT;
    default:
        return 0;
    }
}

#define MSG_DONTWAIT 0x40u /* the kernel's headers leave it to the C library */

static uint64_t message_flags(const struct thread *thread) {
    switch (thread->record.rax) {
    case __NR_sendto:
    case __NR_recvfrom:
    case __NR_sendmmsg:
    case __NR_recvmmsg:
        return ARGUMENT4(thread);
    case __NR_sendmsg:
    case __NR_recvmsg:
        return ARGUMENT3(thread);
    default:
        return 0;
    }
}

static int is_of_descriptor(uint64_t number) {
    return timeout_option(number) != 0 || number == __NR_connect || number == __NR_accept || number == __NR_accept4;
}

OFTEN int asks_not_to_wait(const struct thread *thread) {
    uint64_t number = thread->record.rax;
    switch (number) {
    case __NR_epoll_wait:
    case __NR_epoll_pwait:
        return (int32_t)ARGUMENT4(thread) == 0;
    case __NR_wait4:
        return (ARGUMENT3(thread) & WNOHANG) != 0;
    case __NR_waitid:
        return (ARGUMENT4(thread) & WNOHANG) != 0;
    default:
        break;
    }
    const struct open_file *file = is_of_descriptor(number) ? file_of((uint32_t)ARGUMENT1(thread)) : 0;
    return (message_flags(thread) & MSG_DONTWAIT) != 0 || (file != 0 && (file->flags & O_NONBLOCK) != 0);
}

#define NO_TIMEOUT (-1ll)

static int64_t timeout_at(uint64_t address) {
    const struct __kernel_timespec *time = (const struct __kernel_timespec *)address;
    return time == 0 || time->tv_sec > 1ll << 32 ? NO_TIMEOUT : (int64_t)nanos_of(*time);
}

static int64_t timeout_of_millis(uint64_t argument) { return (int32_t)argument < 0 ? NO_TIMEOUT : (int32_t)argument * 1000000ll; }

/* The relative time-out of a call that the kernel does not count down in place, as it does for select, pselect6 and ppoll. */
static int64_t timeout_nanos(const struct call_record *call) {
    switch (call->rax) {
    case __NR_poll:
        return timeout_of_millis(call->rdx);
    case __NR_epoll_wait:
    case __NR_epoll_pwait:
        return timeout_of_millis(call->r10);
    case __NR_epoll_pwait2:
        return timeout_at(call->r10);
    case __NR_futex:
        return (call->rsi & FUTEX_CMD_MASK) == FUTEX_WAIT ? timeout_at(call->r10) : NO_TIMEOUT;
    default:
        return NO_TIMEOUT;
    }
}

static void set_timeout(struct call_record *call, struct __kernel_timespec *room, int64_t nanos) {
    int64_t left = nanos > 0 ? nanos : 0;
    uint64_t millis = (uint64_t)((left + 999999) / 1000000);
    *room = (struct __kernel_timespec){.tv_sec = left / NANOS, .tv_nsec = left % NANOS};
    if (call->rax == __NR_poll) {
        call->rdx = millis;
    } else {
        call->r10 = call->rax == __NR_epoll_wait || call->rax == __NR_epoll_pwait ? millis : (uint64_t)room;
    }
}

/* How long a socket lets such a call wait. */
static int64_t socket_timeout_nanos(const struct call_record *call) {
    uint64_t option = timeout_option(call->rax);
    int64_t time[2] = {0, 0};
    uint32_t length = sizeof time;
    if (option == 0 || call5(__NR_getsockopt, call->rdi, SOL_SOCKET_LEVEL, option, time, &length) < 0 || (time[0] == 0 && time[1] == 0)) {
        return NO_TIMEOUT;
    }
    return time[0] * NANOS + time[1] * 1000;
}

/*
 * What had passed when the call was disturbed first nobody knows: the wait takes up to twice its time, however often it is disturbed. A socket's
 * time-out cannot be shortened for one call: after it has passed the call is not made again, but the attempts of a transfer before this one and the
 * last one here may each take all of it.
 */
static long wait_with(const struct thread *thread, struct call_record *call) {
    struct __kernel_timespec room;
    int64_t timeout = timeout_nanos(call), of_socket = socket_timeout_nanos(call);
    int64_t begun = timeout == NO_TIMEOUT && of_socket == NO_TIMEOUT ? 0 : now_nanos(CLOCK_MONOTONIC);
    for (;;) {
        if (timeout != NO_TIMEOUT) {
            set_timeout(call, &room, begun + timeout - now_nanos(CLOCK_MONOTONIC));
        }
        long answer = attempt_call((long)call->rax, call->rdi, call->rsi, call->rdx, call->r10, call->r8, call->r9);
        if (!was_disturbed(thread, answer)) {
            return answer;
        }
        if (of_socket != NO_TIMEOUT && now_nanos(CLOCK_MONOTONIC) > begun + of_socket) {
            return -EAGAIN;
        }
    }
}

long wait_on(struct thread *thread) {
    struct call_record call = thread->record;
    return wait_with(thread, &call);
}

/* Where such a call names its mask: pselect6 in a structure of its own. */
static uint64_t *mask_argument(struct call_record *call) {
    switch (call->rax) {
    case __NR_pselect6:
        return &call->r9;
    case __NR_ppoll:
        return &call->r10;
    default: /* epoll_pwait, epoll_pwait2 */
        return &call->r8;
    }
}

/* A thread that blocked SIGSYS could not stand still, for a fork or a cut. */
long call_masked_wait(struct thread *thread) {
    struct call_record call = thread->record;
    uint64_t *argument = mask_argument(&call), set[2];
    uint64_t place = *argument;
    if (call.rax == __NR_pselect6 && place != 0 && is_readable(place, sizeof set)) {
        memcpy(set, (const void *)place, sizeof set); /* the mask's address, its size */
        place = set[0];
    }
    if (place == 0 || !is_readable(place, 8) || (*(const uint64_t *)place & SIGNAL_SYS_BIT) == 0) {
        return pass_through(thread);
    }
    uint64_t mask = *(const uint64_t *)place & ~SIGNAL_SYS_BIT;
    set[0] = (uint64_t)&mask;
    *argument = call.rax == __NR_pselect6 ? (uint64_t)set : (uint64_t)&mask;
    return wait_with(thread, &call);
}
