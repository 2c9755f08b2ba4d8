/*
 * threadtimers ROUNDS: a timer sends its signal to one thread, which takes it by waiting; the other thread would handle it, and must never
 * get it. Ends with 0 after so many signals.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

#define PERIOD_NANOS 5000000

static long rounds;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "threadtimers: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static void must_not_come(int signal) {
    (void)signal;
    expect(0, "the signal of the other thread has come here");
}

static void *take_all(void *nothing) {
    sigset_t set;
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1};
    event.sigev_notify_thread_id = (int)syscall(SYS_gettid);
    struct itimerspec period = {.it_interval.tv_nsec = PERIOD_NANOS, .it_value.tv_nsec = PERIOD_NANOS};
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    expect(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, "timer_create");
    expect(timer_settime(timer, 0, &period, NULL) == 0, "timer_settime");
    for (long round = 0; round < rounds; round++) {
        while (sigwaitinfo(&set, NULL) < 0) expect(errno == EINTR, "sigwaitinfo");
    }
    return nothing;
}

int main(int count, char **words) {
    sigset_t set;
    pthread_t taker;
    expect(count == 2, "usage: threadtimers ROUNDS");
    rounds = atol(words[1]);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    expect(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0 && pthread_create(&taker, NULL, take_all, NULL) == 0, "pthread_create");
    expect(signal(SIGUSR1, must_not_come) != SIG_ERR && pthread_sigmask(SIG_UNBLOCK, &set, NULL) == 0, "pthread_sigmask");
    expect(pthread_join(taker, NULL) == 0, "pthread_join");
    return 0;
}
