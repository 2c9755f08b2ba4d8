/*
 * signals COUNT [onstack]: one thread computes and makes system calls, the other sends it COUNT signals and waits for each to be
 * handled. A signal that was pending in the kernel at a power cut is lost with it, so an unanswered one is sent again; what
 * must not happen is that the thread stops handling them, or that its registers, mask or pipe are wrong afterwards.
 * "onstack": handlers want the alternate stack that the first thread has; with odd numbers of signals handled it is taken away, and they
 * run on the thread's own. Prints "signals COUNT wrong N".
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define RESEND_NANOS 50000000ll
#define STACK_BYTES 65536

static atomic_long handled;
static atomic_int finished;

static char alternate[STACK_BYTES];
static int wants_alternate;
static atomic_long misplaced;
static _Thread_local int has_alternate;

static void use_alternate(int on) {
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate, .ss_flags = on ? 0 : SS_DISABLE};
    has_alternate = on; /* a signal between the two counts as misplaced: they are blocked here */
    if (sigaltstack(&stack, NULL) != 0) {
        misplaced++;
    }
}

static void handle(int signal) {
    char here;
    int on_alternate = &here >= alternate && &here < alternate + sizeof alternate;
    (void)signal;
    misplaced += on_alternate != has_alternate;
    handled++;
}

static void change_alternate(void) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    use_alternate(handled % 2 == 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int mask_is_wrong(void) {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    return sigismember(&mask, SIGUSR1) || sigismember(&mask, SIGUSR2);
}

static void *receive(void *unused) {
    (void)unused;
    int ends[2];
    long wrong = pipe(ends) != 0;
    volatile double value = 1;
    while (!finished) {
        value = value > 1e9 ? 1 : value * 1.000001 + 0.5;
        double before = value;
        for (int i = 0; i < 20; i++) {
            syscall(SYS_getppid);
        }
        char bytes[3];
        wrong += write(ends[1], "abc", 3) != 3 || read(ends[0], bytes, 3) != 3 || bytes[2] != 'c';
        wrong += value != before;
        wrong += mask_is_wrong();
        if (wants_alternate) {
            change_alternate();
        }
    }
    return (void *)(wrong + misplaced);
}

static long long now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

int main(int argc, char **argv) {
    long count = argc > 1 ? atol(argv[1]) : 1000;
    const struct timespec pause = {.tv_nsec = 100000}; /* the cuts shall not come too late */
    pthread_t receiver;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    if (argc > 2) {
        wants_alternate = 1;
        action.sa_flags |= SA_ONSTACK;
    }
    sigaction(SIGUSR1, &action, NULL);
    if (pthread_create(&receiver, NULL, receive, NULL) != 0) {
        return 3;
    }
    for (long i = 0; i < count; i++) {
        long before = handled;
        long long sent = now_nanos();
        pthread_kill(receiver, SIGUSR1);
        while (handled == before) {
            if (now_nanos() - sent > RESEND_NANOS) {
                sent = now_nanos();
                pthread_kill(receiver, SIGUSR1);
            }
            sched_yield();
        }
        nanosleep(&pause, NULL);
    }
    void *wrong;
    finished = 1;
    pthread_join(receiver, &wrong);
    printf("signals %ld wrong %ld\n", count, (long)wrong);
    return wrong != NULL;
}
