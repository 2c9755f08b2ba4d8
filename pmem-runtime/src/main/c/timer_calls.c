/*
 * Interval timers and POSIX timers. A program sees the number of a timer in the image's table, not the kernel's. Timers on processor time
 * start again with their full value, since that clock starts again.
 */
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/time.h>

#include "calls.h"
#include "lock.h"
#include "settings.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"

#define LEAST_NANOS 1000ull

static struct lock timers_lock;

static int is_processor_clock(uint64_t clock) {
    return (int32_t)clock < 0 || clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
}

static struct posix_timer *timer_of(uint64_t id) {
    return id < TIMER_CAPACITY && TIMERS[id].used != 0 ? &TIMERS[id] : 0;
}

static long create_in_kernel(struct posix_timer *timer) {
    int id;
    long answer = call3(__NR_timer_create, timer->clock, timer->event, &id);
    timer->kernel_id = (uint64_t)id;
    return answer;
}

static long timer_create(struct thread *thread, uint64_t number) {
    struct posix_timer *timer = &TIMERS[number];
    struct sigevent *event = (struct sigevent *)timer->event;
    if (number >= HEADER->timers_high) {
        HEADER->timers_high = (uint32_t)number + 1;
    }
    memset(timer, 0, sizeof *timer);
    timer->clock = (uint32_t)ARGUMENT1(thread);
    if (ARGUMENT2(thread) != 0) {
        memcpy(event, (const void *)ARGUMENT2(thread), sizeof *event);
    } else {
        event->sigev_signo = SIGALRM;
        event->sigev_notify = SIGEV_SIGNAL;
        event->sigev_value.sival_int = (int)number;
    }
    long answer = create_in_kernel(timer);
    if (answer == 0) {
        *(int *)ARGUMENT3(thread) = (int)number;
        commit_store(thread, 0, &timer->used, 1);
    }
    return answer;
}

long call_timer_create(struct thread *thread) {
    long answer = -EAGAIN;
    if (ARGUMENT3(thread) < PAGE_SIZE) {
        return -EFAULT;
    }
    lock_acquire(&timers_lock);
    for (uint64_t number = 0; number < TIMER_CAPACITY; number++) {
        if (number >= HEADER->timers_high || TIMERS[number].used == 0) {
            answer = timer_create(thread, number);
            break;
        }
    }
    lock_release(&timers_lock);
    return answer;
}

static long arm(const struct posix_timer *timer, const struct timer_setting *setting, struct __kernel_itimerspec *old) {
    struct __kernel_itimerspec kernel = {.it_interval = time_of(setting->interval_ns), .it_value = time_of(setting->expiry_ns)};
    return call4(__NR_timer_settime, timer->kernel_id, is_processor_clock(timer->clock) ? 0 : TIMER_ABSTIME, &kernel, old);
}

static long set_timer(struct thread *thread, struct posix_timer *timer, const struct __kernel_itimerspec *wanted) {
    uint64_t next = 1 - (timer->active & 1);
    if (is_processor_clock(timer->clock)) {
        if ((ARGUMENT2(thread) & TIMER_ABSTIME) != 0) {
            return -EOPNOTSUPP; /* a time that this clock would not reach in the same way after a cut */
        }
        timer->setting[next] = (struct timer_setting){.interval_ns = nanos_of(wanted->it_interval), .expiry_ns = nanos_of(wanted->it_value)};
    } else {
        timer->setting[next] = decide_timer(thread, timer->clock, (ARGUMENT2(thread) & TIMER_ABSTIME) != 0, wanted, 0);
    }
    long answer = arm(timer, &timer->setting[next], (struct __kernel_itimerspec *)ARGUMENT4(thread));
    if (answer == 0) {
        commit_store(thread, 0, &timer->active, next);
    }
    return answer;
}

long call_timer_settime(struct thread *thread) {
    const struct __kernel_itimerspec *wanted = (const struct __kernel_itimerspec *)ARGUMENT3(thread);
    if (ARGUMENT3(thread) < PAGE_SIZE) {
        return -EFAULT;
    }
    lock_acquire(&timers_lock);
    struct posix_timer *timer = timer_of((uint32_t)ARGUMENT1(thread));
    long answer = timer != 0 && is_valid_timer(wanted) ? set_timer(thread, timer, wanted) : -EINVAL;
    lock_release(&timers_lock);
    return answer;
}

long call_timer_gettime(struct thread *thread) {
    const struct posix_timer *timer = timer_of((uint32_t)ARGUMENT1(thread));
    return timer == 0 ? -EINVAL : call2(__NR_timer_gettime, timer->kernel_id, ARGUMENT2(thread));
}

long call_timer_getoverrun(struct thread *thread) {
    const struct posix_timer *timer = timer_of((uint32_t)ARGUMENT1(thread));
    return timer == 0 ? -EINVAL : call1(__NR_timer_getoverrun, timer->kernel_id);
}

long call_timer_delete(struct thread *thread) {
    lock_acquire(&timers_lock);
    struct posix_timer *timer = timer_of((uint32_t)ARGUMENT1(thread));
    if (timer != 0) {
        commit_store(thread, 0, &timer->used, 0);
        call1(__NR_timer_delete, timer->kernel_id);
    }
    lock_release(&timers_lock);
    return timer == 0 ? -EINVAL : 0;
}

static struct __kernel_old_timeval old_time_of(uint64_t nanos) {
    return (struct __kernel_old_timeval){.tv_sec = (long)(nanos / NANOS), .tv_usec = (long)(nanos % NANOS / 1000)};
}

static struct __kernel_timespec new_time_of(struct __kernel_old_timeval time) {
    return (struct __kernel_timespec){.tv_sec = time.tv_sec, .tv_nsec = time.tv_usec * 1000};
}

static long arm_alarm(const struct timer_setting *setting, struct __kernel_old_itimerval *old) {
    struct __kernel_old_itimerval kernel = {.it_interval = old_time_of(setting->interval_ns)};
    if (setting->expiry_ns != 0) {
        int64_t left = (int64_t)setting->expiry_ns - now_nanos(CLOCK_MONOTONIC);
        kernel.it_value = old_time_of(left < (int64_t)LEAST_NANOS ? LEAST_NANOS : (uint64_t)left);
    }
    return call3(__NR_setitimer, ITIMER_REAL, &kernel, old);
}

static long set_alarm(struct thread *thread, const struct __kernel_itimerspec *wanted, struct __kernel_old_itimerval *old) {
    if (!is_valid_timer(wanted)) {
        return -EINVAL;
    }
    lock_acquire(&timers_lock);
    uint64_t next = 1 - (HEADER->alarm_active & 1);
    HEADER->alarm[next] = decide_timer(thread, CLOCK_MONOTONIC, 0, wanted, 0);
    long answer = arm_alarm(&HEADER->alarm[next], old);
    if (answer == 0) {
        commit_store(thread, 0, &HEADER->alarm_active, next);
    }
    lock_release(&timers_lock);
    return answer;
}

/* Timers on processor time are kept as settings: they start again with their full value. */
static long set_processor_timer(struct thread *thread) {
    long answer = as_it_is(thread);
    if (answer < 0 || ARGUMENT2(thread) == 0) {
        return answer;
    }
    struct setting setting = {.owner = PROCESS_SETTING, .number = __NR_setitimer, .arguments = {ARGUMENT1(thread)}, .pointer = 2};
    setting.length = sizeof(struct __kernel_old_itimerval);
    memcpy(setting.bytes, (const void *)ARGUMENT2(thread), setting.length);
    return setting_keep(thread, 0, &setting, 1);
}

long call_setitimer(struct thread *thread) {
    const struct __kernel_old_itimerval *wanted = (const struct __kernel_old_itimerval *)ARGUMENT2(thread);
    if ((uint32_t)ARGUMENT1(thread) != ITIMER_REAL) {
        return set_processor_timer(thread);
    }
    if (ARGUMENT2(thread) < PAGE_SIZE) {
        return -EFAULT;
    }
    struct __kernel_itimerspec next = {.it_interval = new_time_of(wanted->it_interval), .it_value = new_time_of(wanted->it_value)};
    return set_alarm(thread, &next, (struct __kernel_old_itimerval *)ARGUMENT3(thread));
}

long call_alarm(struct thread *thread) {
    struct __kernel_itimerspec next = {.it_value.tv_sec = (uint32_t)ARGUMENT1(thread)};
    struct __kernel_old_itimerval old;
    call2(__NR_getitimer, ITIMER_REAL, &old);
    long left = old.it_value.tv_sec + (old.it_value.tv_usec >= 500000 || (old.it_value.tv_sec == 0 && old.it_value.tv_usec != 0));
    left = is_repetition(thread) ? (long)thread->replay[2] : left;
    lock_acquire(&timers_lock);
    uint64_t slot = 1 - (HEADER->alarm_active & 1);
    HEADER->alarm[slot] = decide_timer(thread, CLOCK_MONOTONIC, 0, &next, (uint64_t)left);
    arm_alarm(&HEADER->alarm[slot], 0);
    commit_store(thread, left, &HEADER->alarm_active, slot);
    lock_release(&timers_lock);
    return left;
}

void resume_timers(void) {
    for (uint32_t i = 0; i < HEADER->timers_high; i++) {
        struct posix_timer *timer = &TIMERS[i];
        if (timer->used == 0) {
            continue;
        }
        struct timer_setting setting = timer->setting[timer->active & 1];
        long answer = create_in_kernel(timer);
        if (!is_processor_clock(timer->clock)) {
            setting = timer_after_cut(&setting, timer->clock);
        }
        if (answer < 0 || (setting.expiry_ns != 0 && (answer = arm(timer, &setting, 0)) < 0)) {
            fail(START_FAILED, "cannot make a timer again", "timer_create", answer);
        }
    }
    struct timer_setting alarm = timer_after_cut(&HEADER->alarm[HEADER->alarm_active & 1], CLOCK_MONOTONIC);
    if (alarm.expiry_ns != 0) {
        arm_alarm(&alarm, 0);
    }
}

static int expires_again(const struct timer_setting *setting, uint64_t clock) {
    return setting->expiry_ns != 0 && (int64_t)setting->expiry_ns > frozen_on(clock);
}

int signal_after_cut(const struct pending_signal *pending, siginfo_t *information) {
    memcpy(information, pending->information, sizeof pending->information);
    if (information->si_signo == SIGALRM && information->si_code == SI_KERNEL) {
        return !expires_again(&HEADER->alarm[HEADER->alarm_active & 1], CLOCK_MONOTONIC);
    }
    const struct posix_timer *timer = timer_of((uint32_t)information->si_tid);
    if (information->si_code != SI_TIMER || timer == 0) {
        return 1;
    }
    information->si_tid = (int)timer->kernel_id;
    return is_processor_clock(timer->clock) || !expires_again(&timer->setting[timer->active & 1], timer->clock);
}
