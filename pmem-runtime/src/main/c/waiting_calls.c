/* Calls that wait: futexes and sleeps. A sleep keeps its deadline over a cut. */
#include <linux/errno.h>
#include <linux/time.h>
#include <linux/time_types.h>

#include "calls.h"
#include "program_memory.h"
#include "syscalls.h"
#include "timers.h"

long call_futex(struct thread *thread) { return pass_through(thread); }

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
    if (is_repetition(thread)) {
        deadline = (int64_t)thread->replay[1];
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
