/*
 * timers ROUNDS: reads a timer descriptor whose expirations must all be counted once, waits for signals of one-shot timers, takes signals
 * from a descriptor and by waiting, and leaves some pending for a while. Prints "timers ROUNDS" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define PERIOD_NANOS 1000000ll
#define SOON_NANOS 300000ll
#define LEAP_SECONDS 30 /* no signal may take so long */

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "timers: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static long long now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static struct timespec time_of(long long nanos) {
    return (struct timespec){.tv_sec = nanos / 1000000000ll, .tv_nsec = nanos % 1000000000ll};
}

static long long expired(long long first) {
    long long now = now_nanos();
    return now < first ? 0 : (now - first) / PERIOD_NANOS + 1;
}

static sigset_t set_of(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

static void take(int signal, const char *what) {
    sigset_t set = set_of(signal);
    struct timespec patience = {.tv_sec = LEAP_SECONDS};
    siginfo_t information;
    int answer;
    do {
        answer = sigtimedwait(&set, &information, &patience);
    } while (answer < 0 && errno == EINTR);
    expect(answer == signal && information.si_signo == signal, what);
}

static int is_pending(int signal) {
    sigset_t set;
    expect(sigpending(&set) == 0, "sigpending");
    return sigismember(&set, signal);
}

static void one_shot_timers(timer_t timer) {
    struct itimerspec soon = {.it_value = time_of(SOON_NANOS)}, left;
    expect(timer_settime(timer, 0, &soon, NULL) == 0, "timer_settime");
    take(SIGRTMIN, "signal of a timer");
    expect(!is_pending(SIGRTMIN), "the timer fires once");
    expect(timer_gettime(timer, &left) == 0 && left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0, "timer_gettime");
    struct itimerval real = {.it_value.tv_usec = SOON_NANOS / 1000};
    expect(setitimer(ITIMER_REAL, &real, NULL) == 0, "setitimer");
    take(SIGALRM, "signal of the interval timer");
    expect(alarm(100) == 0 && alarm(0) >= 99, "alarm");
}

static void taken_signals(int descriptor) {
    struct signalfd_siginfo information;
    expect(kill(getpid(), SIGUSR2) == 0, "kill");
    expect(read(descriptor, &information, sizeof information) == sizeof information, "read of a signalfd");
    expect(information.ssi_signo == SIGUSR2, "signal of a signalfd");
    expect(read(descriptor, &information, sizeof information) < 0 && errno == EAGAIN, "a signal is taken once");
}

static void pending_signals(long round) {
    union sigval value = {.sival_int = (int)round};
    sigset_t set = set_of(SIGRTMIN + 1);
    struct timespec at_once = {0};
    siginfo_t information;
    expect(raise(SIGUSR1) == 0, "raise");
    expect(sigqueue(getpid(), SIGRTMIN + 1, value) == 0, "sigqueue");
    for (int i = 0; i < 50; i++) expect(is_pending(SIGUSR1) && is_pending(SIGRTMIN + 1), "a signal stays pending");
    take(SIGUSR1, "a pending signal");
    expect(!is_pending(SIGUSR1), "a pending signal is taken once");
    int taken = 0; /* the call of sigqueue may have been made twice */
    while (sigtimedwait(&set, &information, &at_once) > 0) taken += information.si_value.sival_int == (int)round;
    expect(taken >= 1 && taken <= 2, "a queued signal");
}

int main(int count, char **words) {
    if (count != 2) return 2;
    long rounds = atol(words[1]);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigset_t user = set_of(SIGUSR2);
    int signals = signalfd(-1, &user, SFD_NONBLOCK), ticks = timerfd_create(CLOCK_MONOTONIC, 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    timer_t timer;
    expect(signals > 2 && ticks > 2, "descriptors");
    expect(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, "timer_create");
    long long first = now_nanos() + PERIOD_NANOS, total = 0;
    struct itimerspec setting = {.it_interval = time_of(PERIOD_NANOS), .it_value = time_of(first)};
    expect(timerfd_settime(ticks, TFD_TIMER_ABSTIME, &setting, NULL) == 0, "timerfd_settime");
    for (long round = 0; round < rounds; round++) {
        uint64_t more;
        one_shot_timers(timer);
        taken_signals(signals);
        pending_signals(round);
        long long before = expired(first);
        expect(read(ticks, &more, sizeof more) == sizeof more, "read of a timerfd");
        total += (long long)more;
        expect(total >= before && total <= expired(first), "expirations of a timerfd");
    }
    expect(timer_delete(timer) == 0 && timer_delete(timer) < 0, "timer_delete");
    dprintf(1, "timers %ld\n", rounds);
    return 0;
}
