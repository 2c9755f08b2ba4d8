/*
 * oneshot STOP: one-shot timers whose signals are handled at once must fire once each, and a signal that waits stays when its timer is set
 * again. Goes on until the file STOP exists, then prints "oneshot" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SOON_NANOS 200000
#define LOST_SECONDS 20 /* no signal may take so long */

static volatile sig_atomic_t fired;
static int expected;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "oneshot: %s: fired %d times, not %d, errno %d\n", what, (int)fired, expected, errno);
        _exit(1);
    }
}

static void count(int signal) {
    (void)signal;
    fired++;
}

static void pause_for(long nanos) {
    struct timespec rest = {.tv_nsec = nanos};
    while (nanosleep(&rest, &rest) != 0) continue;
}

static void await_one_more(const char *what) {
    expected++;
    time_t lost = time(NULL) + LOST_SECONDS;
    while (fired < expected && time(NULL) < lost) pause_for(SOON_NANOS);
    pause_for(5 * SOON_NANOS); /* time for one too many */
    expect(fired == expected, what);
}

static void posix_timer(timer_t timer) {
    struct itimerspec soon = {.it_value.tv_nsec = SOON_NANOS}, old = {.it_value.tv_sec = 1}, left;
    expect(timer_settime(timer, 0, &soon, &old) == 0 && old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0, "timer_settime");
    await_one_more("a POSIX timer fires once");
    expect(timer_gettime(timer, &left) == 0 && left.it_value.tv_sec == 0 && left.it_value.tv_nsec == 0, "timer_gettime");
}

static void set_interval_timer(long seconds, long micros, long old_seconds) {
    struct itimerval value = {.it_value = {.tv_sec = seconds, .tv_usec = micros}}, old = {.it_value.tv_sec = -1};
    expect(setitimer(ITIMER_REAL, &value, &old) == 0 && old.it_value.tv_sec == old_seconds, "setitimer");
}

static int is_waiting(void) {
    sigset_t set;
    expect(sigpending(&set) == 0, "sigpending");
    return sigismember(&set, SIGALRM);
}

static void signal_that_waits(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    set_interval_timer(0, SOON_NANOS / 1000, 0);
    while (!is_waiting()) pause_for(SOON_NANOS);
    set_interval_timer(1000, 0, 0);
    for (int i = 0; i < 10; i++) expect(is_waiting(), "a signal waits whatever its timer is set to then");
    set_interval_timer(0, 0, 999);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    await_one_more("a signal that waits is handled once");
}

int main(int words, char **word) {
    if (words != 2) return 2;
    struct sigaction action = {.sa_handler = count};
    sigaction(SIGALRM, &action, NULL);
    sigaction(SIGRTMIN, &action, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    timer_t timer;
    expect(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, "timer_create");
    while (access(word[1], F_OK) != 0) {
        posix_timer(timer);
        set_interval_timer(0, SOON_NANOS / 1000, 0);
        await_one_more("an interval timer fires once");
        signal_that_waits();
    }
    dprintf(1, "oneshot\n");
    return 0;
}
