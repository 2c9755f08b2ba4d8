#include "timers.h"

#include <linux/errno.h>
#include <linux/time.h>

#include "decisions.h"
#include "syscalls.h"

#define SECONDS_MAX (1ll << 32)
#define ATTEMPTS 8

int64_t now_nanos(uint64_t clock) {
    struct __kernel_timespec now = {0};
    call2(__NR_clock_gettime, clock, &now);
    return now.tv_sec * NANOS + now.tv_nsec;
}

static int is_valid_time(const struct __kernel_timespec *time) {
    return time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < NANOS;
}

int is_valid_timer(const struct __kernel_itimerspec *wanted) {
    return is_valid_time(&wanted->it_value) && is_valid_time(&wanted->it_interval);
}

static uint64_t limited_nanos(struct __kernel_timespec time) {
    time.tv_sec = time.tv_sec < SECONDS_MAX ? time.tv_sec : SECONDS_MAX;
    return nanos_of(time);
}

struct timer_setting decide_timer(struct thread *thread, uint64_t clock, int absolute, const struct __kernel_itimerspec *wanted,
                                  uint64_t second) {
    struct timer_setting setting = {.interval_ns = limited_nanos(wanted->it_interval), .expiry_ns = limited_nanos(wanted->it_value)};
    if (setting.expiry_ns != 0 && !absolute) {
        const struct decision *kept = kept_decision(thread);
        setting.expiry_ns = kept != 0 ? kept->first : (uint64_t)now_nanos(clock) + setting.expiry_ns;
    }
    remember(thread, setting.expiry_ns, second);
    return setting;
}

/* Two clocks cannot be read together: the best of some attempts, since this thread may lose its processor in between. */
static int64_t ahead_of_monotonic(uint64_t clock) {
    int64_t ahead = 0, least = INT64_MAX;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int64_t before = now_nanos(CLOCK_MONOTONIC);
        int64_t there = now_nanos(clock);
        int64_t taken = now_nanos(CLOCK_MONOTONIC) - before;
        if (taken < least) {
            least = taken;
            ahead = there - (before + taken / 2);
        }
    }
    return ahead;
}

int64_t frozen_on(uint64_t clock) {
    return (int64_t)HEADER->frozen_ns + (clock == CLOCK_MONOTONIC ? 0 : ahead_of_monotonic(clock));
}

struct timer_setting timer_after_cut(const struct timer_setting *setting, uint64_t clock) {
    struct timer_setting next = *setting;
    int64_t frozen = frozen_on(clock);
    if (next.expiry_ns == 0 || (int64_t)next.expiry_ns > frozen) {
        return next;
    }
    if (next.interval_ns == 0) {
        next.expiry_ns = 0;
        return next;
    }
    next.expiry_ns += (((uint64_t)frozen - next.expiry_ns) / next.interval_ns + 1) * next.interval_ns;
    return next;
}
