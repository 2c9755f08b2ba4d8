/*
 * interrupted ROUNDS: a signal that is unblocked must be handled before the call that unblocks it is over, and no call may answer otherwise
 * because a signal comes. Others may send SENT. Prints "rounds ROUNDS late 0 wrong 0 sent N" with the signals that others have sent.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLS 20
#define SENT 40 /* a real-time signal: none merges with another */

static volatile sig_atomic_t raised, sent;

static void count(int signal) {
    if (signal == SIGUSR1) raised++;
    else sent++;
}

int main(int count_of_words, char **words) {
    long rounds = count_of_words > 1 ? atol(words[1]) : 1, late = 0, wrong = 0, self = getpid();
    struct sigaction action = {.sa_handler = count};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    if (sigaction(SIGUSR1, &action, NULL) != 0 || sigaction(SENT, &action, NULL) != 0) return 1;
    for (long round = 1; round <= rounds; round++) {
        wrong += sigprocmask(SIG_BLOCK, &set, NULL) != 0;
        wrong += raise(SIGUSR1) != 0;
        wrong += raised != round - 1;
        wrong += sigprocmask(SIG_UNBLOCK, &set, NULL) != 0;
        late += raised != round;
        for (int call = 0; call < CALLS; call++) wrong += syscall(SYS_gettid) != self;
    }
    printf("rounds %ld late %ld wrong %ld sent %d\n", rounds, late, wrong, (int)sent);
    return 0;
}
