/*
 * Interval timers and POSIX timers. A program sees the number of a timer in the image's table, not the kernel's. Timers on processor time
 * start again with their full value, since that clock starts again.
 */
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/time.h>

#include "calls.h"
#include "finish.h"
#include "lock.h"
#include "program_memory.h"
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
    int is_given = ARGUMENT2(thread) == 0 || is_readable(ARGUMENT2(thread), sizeof(struct sigevent));
    if (!is_given || !is_writable(ARGUMENT3(thread), sizeof(int))) {
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

/*
 * The kernel writes what a timer was set to before into the slot of the thread as it sets the timer. Nothing stops a thread inside of these
 * calls, so a recovery knows whether the kernel had been told when the power went. If so, the setting counts, since the timer may have
 * fired (resume_timers), and the repeated call only answers.
 */
#define NOT_TOLD UINT64_MAX
#define OLD_FRACTION 3 /* it_value.tv_nsec or it_value.tv_usec, which the kernel never makes negative */

_Static_assert(sizeof(struct __kernel_itimerspec) == (OLD_FRACTION + 1) * sizeof(uint64_t), "the fraction is the last of what was set before");
_Static_assert(sizeof(struct __kernel_old_itimerval) == (OLD_FRACTION + 1) * sizeof(uint64_t), "the fraction is the last of what was set before");

static int is_told(struct thread *thread) {
    const struct decision *kept = kept_decision(thread);
    return kept != 0 && kept->before[OLD_FRACTION] != NOT_TOLD;
}

/* Before the call remembers anything: from then on the slot must tell the truth. */
static void about_to_tell(struct thread *thread) {
    ((volatile uint64_t *)found_before(thread))[OLD_FRACTION] = NOT_TOLD;
    BARRIER();
}

static void answer_old(struct thread *thread, uint64_t to) {
    if (to != 0) {
        memcpy((void *)to, found_before(thread), sizeof(struct __kernel_itimerspec));
    }
}

static long arm(const struct posix_timer *timer, const struct timer_setting *setting, struct __kernel_itimerspec *old) {
    struct __kernel_itimerspec kernel = {.it_interval = time_of(setting->interval_ns), .it_value = time_of(setting->expiry_ns)};
    return call4(__NR_timer_settime, timer->kernel_id, is_processor_clock(timer->clock) ? 0 : TIMER_ABSTIME, &kernel, old);
}

static long set_timer(struct thread *thread, struct posix_timer *timer, const struct __kernel_itimerspec *wanted) {
    uint64_t next = timer->active + 1;
    struct timer_setting *setting = &timer->setting[next & 1];
    if (is_told(thread)) {
        answer_old(thread, ARGUMENT4(thread));
        return 0;
    }
    if (is_processor_clock(timer->clock)) {
        if ((ARGUMENT2(thread) & TIMER_ABSTIME) != 0) {
            return -EOPNOTSUPP; /* a time that this clock would not reach in the same way after a cut */
        }
        *setting = (struct timer_setting){.interval_ns = nanos_of(wanted->it_interval), .expiry_ns = nanos_of(wanted->it_value)};
        about_to_tell(thread);
        remember(thread, setting->expiry_ns, next);
    } else {
        about_to_tell(thread);
        *setting = decide_timer(thread, timer->clock, (ARGUMENT2(thread) & TIMER_ABSTIME) != 0, wanted, next);
    }
    long answer = arm(timer, setting, (struct __kernel_itimerspec *)found_before(thread));
    if (answer == 0) {
        answer_old(thread, ARGUMENT4(thread));
        commit_store(thread, 0, &timer->active, next);
    }
    return answer;
}

long call_timer_settime(struct thread *thread) {
    const struct __kernel_itimerspec *wanted = (const struct __kernel_itimerspec *)ARGUMENT3(thread);
    if (!is_readable(ARGUMENT3(thread), sizeof *wanted) || (ARGUMENT4(thread) != 0 && !is_writable(ARGUMENT4(thread), sizeof *wanted))) {
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

/* Answers 0; what was set before is in the slot then. The lock is the caller's. */
static long set_alarm(struct thread *thread, const struct __kernel_itimerspec *wanted, uint64_t *next) {
    *next = HEADER->alarm_active + 1;
    struct timer_setting *setting = &HEADER->alarm[*next & 1];
    if (is_told(thread)) {
        *next = HEADER->alarm_active;
        return 0;
    }
    about_to_tell(thread);
    *setting = decide_timer(thread, CLOCK_MONOTONIC, 0, wanted, *next);
    return arm_alarm(setting, (struct __kernel_old_itimerval *)found_before(thread));
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
    uint64_t old = ARGUMENT3(thread), count;
    if ((uint32_t)ARGUMENT1(thread) != ITIMER_REAL) {
        return set_processor_timer(thread);
    }
    if (!is_readable(ARGUMENT2(thread), sizeof *wanted) || (old != 0 && !is_writable(old, sizeof *wanted))) {
        return -EFAULT;
    }
    struct __kernel_itimerspec next = {.it_interval = new_time_of(wanted->it_interval), .it_value = new_time_of(wanted->it_value)};
    if (!is_valid_timer(&next)) {
        return -EINVAL;
    }
    lock_acquire(&timers_lock);
    long answer = set_alarm(thread, &next, &count);
    if (answer == 0) {
        answer_old(thread, old);
        commit_store(thread, 0, &HEADER->alarm_active, count);
    }
    lock_release(&timers_lock);
    return answer;
}

long call_alarm(struct thread *thread) {
    struct __kernel_itimerspec next = {.it_value.tv_sec = (uint32_t)ARGUMENT1(thread)};
    uint64_t count;
    lock_acquire(&timers_lock);
    long answer = set_alarm(thread, &next, &count);
    if (answer == 0) {
        struct __kernel_old_timeval left = ((const struct __kernel_old_itimerval *)found_before(thread))->it_value;
        answer = left.tv_sec + (left.tv_usec >= 500000 || (left.tv_sec == 0 && left.tv_usec != 0));
        commit_store(thread, answer, &HEADER->alarm_active, count);
    }
    lock_release(&timers_lock);
    return answer;
}

/* The count goes up only: another thread may have set the timer since an earlier recovery did this. */
static void count_told(void) {
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        struct thread *thread = thread_slot(number);
        if (!repeats_its_call(thread) || !is_told(thread)) {
            continue;
        }
        uint64_t *active = 0;
        uint64_t call = thread->record.rax;
        if (call == __NR_timer_settime) {
            struct posix_timer *timer = timer_of((uint32_t)ARGUMENT1(thread));
            active = timer == 0 ? 0 : &timer->active;
        } else if (call == __NR_alarm || (call == __NR_setitimer && (uint32_t)ARGUMENT1(thread) == ITIMER_REAL)) {
            active = &HEADER->alarm_active;
        }
        uint64_t next = kept_decision(thread)->second;
        if (active != 0 && next > *active) {
            *active = next;
        }
    }
}

void resume_timers(void) {
    count_told();
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

uint64_t thread_of_timer(uint64_t kernel_id) {
    for (uint32_t i = 0; i < HEADER->timers_high; i++) {
        const struct sigevent *event = (const struct sigevent *)TIMERS[i].event;
        if (TIMERS[i].used != 0 && TIMERS[i].kernel_id == kernel_id) {
            return event->sigev_notify == SIGEV_THREAD_ID ? (uint64_t)event->sigev_notify_thread_id : 0;
        }
    }
    return 0;
}

/* A SIGALRM of the interval timer waits whatever the timer was set to since; the controller has read it when none was due. */
int signal_after_cut(const struct pending_signal *pending, siginfo_t *information) {
    memcpy(information, pending->information, sizeof pending->information);
    const struct posix_timer *timer = timer_of((uint32_t)information->si_tid);
    if (information->si_code != SI_TIMER || timer == 0) {
        return 1;
    }
    information->si_tid = (int)timer->kernel_id;
    uint64_t expiry = timer->setting[timer->active & 1].expiry_ns;
    return is_processor_clock(timer->clock) || (expiry != 0 && (int64_t)expiry <= frozen_on(timer->clock));
}
