/* Timers: what was set is kept with an absolute expiry, so that a recovery can let it go on. */
#ifndef SUZAKU_TIMERS_H
#define SUZAKU_TIMERS_H

#include <asm/siginfo.h>
#include <linux/time_types.h>
#include <linux/uio.h>

#include "image.h"

#define NANOS 1000000000ll

int64_t now_nanos(uint64_t clock);
/* Up to when, on a clock, the signals of timers are among those that waited at the cut: the instant is known on CLOCK_MONOTONIC. */
int64_t frozen_on(uint64_t clock);
static inline uint64_t nanos_of(struct __kernel_timespec time) { return (uint64_t)time.tv_sec * NANOS + (uint64_t)time.tv_nsec; }
static inline struct __kernel_timespec time_of(uint64_t nanos) {
    return (struct __kernel_timespec){.tv_sec = (long long)(nanos / NANOS), .tv_nsec = (long long)(nanos % NANOS)};
}

/* 1 when both values are in range. */
int is_valid_timer(const struct __kernel_itimerspec *wanted);
/* The setting for `wanted`, its expiry decided once for the thread's call (remember), together with a second decision. */
struct timer_setting decide_timer(struct thread *thread, uint64_t clock, int absolute, const struct __kernel_itimerspec *wanted,
                                  uint64_t second);
/* What to arm a timer with whose signals were sent up to the cut; expiry 0 when it has fired for good. */
struct timer_setting timer_after_cut(const struct timer_setting *setting, uint64_t clock);

/* timerfd */
long timerfd_read(struct thread *thread, struct open_file *file, struct iovec piece);
long make_timerfd(const struct open_file *file);

/*
 * At a recovery, as the last step before the program runs: interval and POSIX timers. What a thread had told the kernel when the power
 * went counts, although its call was not committed: the timer may have fired already.
 */
void resume_timers(void);

/* The thread that gets the signals of a timer, by the kernel's number of the timer; 0 = the process. */
uint64_t thread_of_timer(uint64_t kernel_id);

/*
 * What a recovery sends in place of a signal that waited at the cut: the controller has put the number of a timer of the table where the
 * kernel names the timer. 0 = nothing: the timer has been set again since it expired, and so its signal is void, as it is to the kernel.
 */
int signal_after_cut(const struct pending_signal *pending, siginfo_t *information);

#endif
