/*
 * deliveries: signals that come two at a time, in the midst of calls, and on stacks of their own. Each must be handled once, none may stay blocked
 * or wait for a call that the program does not make. Prints what was wrong, then "deliveries".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 200
#define STACK_BYTES 65536
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1u << 31)
#endif

static volatile sig_atomic_t firsts, seconds, alarms, on_stack, refused;
static char alternate[STACK_BYTES];

static void first(int signal) { firsts += signal == SIGUSR1; }
static void second(int signal) { seconds += signal == SIGUSR2; }
static void ring(int signal) { alarms += signal == SIGALRM; }

static void look_at_stack(int signal) {
    stack_t now, other = {.ss_sp = alternate, .ss_size = STACK_BYTES / 2};
    (void)signal;
    on_stack = sigaltstack(NULL, &now) == 0 && now.ss_flags == SS_ONSTACK;
    refused = sigaltstack(&other, NULL) == -1 && errno == EPERM;
}

static void expect(int holds, const char *what, long detail) {
    if (!holds) printf("%s: %ld\n", what, detail);
}

static void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigaction(signal, &action, NULL);
}

static sigset_t both(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    return set;
}

static void two_that_were_blocked(void) {
    sigset_t set = both(), none;
    sigemptyset(&none);
    for (int round = 1; round <= ROUNDS; round++) {
        sigprocmask(SIG_BLOCK, &set, NULL);
        raise(SIGUSR1);
        raise(SIGUSR2);
        if (round % 2 == 0) sigsuspend(&none);
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        expect(firsts == round && seconds == round, "two that were blocked, in round", round);
    }
}

/* Two timers end at one instant, while the program makes no call. */
static void two_that_meet_the_program(void) {
    for (int round = 0; round < ROUNDS / 10; round++) {
        timer_t timers[2];
        struct itimerspec soon = {.it_value.tv_nsec = 2000000};
        firsts = seconds = 0;
        for (int n = 0; n < 2; n++) {
            struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = n == 0 ? SIGUSR1 : SIGUSR2};
            timer_create(CLOCK_MONOTONIC, &event, &timers[n]);
        }
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        soon.it_value.tv_sec = now.tv_sec + (now.tv_nsec + 2000000) / 1000000000;
        soon.it_value.tv_nsec = (now.tv_nsec + 2000000) % 1000000000;
        for (int n = 0; n < 2; n++) timer_settime(timers[n], TIMER_ABSTIME, &soon, NULL);
        for (volatile long spins = 0; (firsts == 0 || seconds == 0) && spins < 4000000000l; spins++) continue;
        expect(firsts == 1 && seconds == 1, "two that meet the program, in round", round);
        raise(SIGUSR1);
        raise(SIGUSR2);
        expect(firsts >= 2 && seconds >= 2, "and afterwards", round); /* more where a cut has fallen into raise itself */
        for (int n = 0; n < 2; n++) timer_delete(timers[n]);
    }
}

/* A loop of calls that need no record. */
static void alarms_among_calls(void) {
    struct itimerval often = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    int longest = 0, quiet = 0;
    setitimer(ITIMER_REAL, &often, NULL);
    for (long calls = 0; alarms < ROUNDS && longest < 100000000; calls++) {
        int before = alarms;
        syscall(SYS_getppid);
        quiet = alarms == before ? quiet + 1 : 0;
        longest = quiet > longest ? quiet : longest;
    }
    setitimer(ITIMER_REAL, &never, NULL);
    expect(alarms >= ROUNDS, "alarms among calls", alarms);
}

static void stacks(void) {
    stack_t wanted = {.ss_sp = alternate, .ss_size = STACK_BYTES}, small = {.ss_sp = alternate, .ss_size = 100};
    stack_t disarmed = {.ss_sp = alternate, .ss_size = STACK_BYTES, .ss_flags = (int)SS_AUTODISARM};
    expect(sigaltstack(&small, NULL) == -1 && errno == ENOMEM, "a small stack", errno);
    expect(sigaltstack(&disarmed, NULL) == -1 && errno == EINVAL, "a stack that disarms itself", errno);
    expect(sigaltstack(&wanted, NULL) == 0, "a stack", errno);
    handle(SIGUSR1, look_at_stack, SA_ONSTACK);
    raise(SIGUSR1);
    expect(on_stack && refused, "on the stack", on_stack);
}

int main(void) {
    handle(SIGUSR1, first, 0);
    handle(SIGUSR2, second, 0);
    handle(SIGALRM, ring, SA_RESTART);
    two_that_were_blocked();
    two_that_meet_the_program();
    alarms_among_calls();
    stacks();
    printf("deliveries\n");
    return 0;
}
