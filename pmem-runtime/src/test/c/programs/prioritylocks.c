/*
 * prioritylocks ROUNDS: three threads change what lies under a mutex that inherits priority, which the kernel gives and takes, while a fourth
 * sends them signals. A lock that is taken twice, or released twice, makes the C library wait for ever or end the program; one that is not
 * taken makes a number wrong. Prints "rounds N, apart D".
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define THREADS 3
#define LONGEST_HOLD 300

static pthread_mutex_t mutex;
static pthread_t threads[THREADS];
static volatile long before, after;
static long rounds, apart;
static atomic_int working = THREADS;

static void *work(void *unused) {
    for (long round = 0; round < rounds; round++) {
        if (pthread_mutex_lock(&mutex) != 0) exit(3);
        apart += before != after;
        before = before + 1;
        for (volatile long spin = before % LONGEST_HOLD; spin > 0; spin = spin - 1) {
        }
        after = after + 1;
        if (pthread_mutex_unlock(&mutex) != 0) exit(4);
    }
    working--;
    return unused;
}

static void ignore(int signal) { (void)signal; }

/* None of them is joined before this ends. */
static void *disturb(void *unused) {
    while (working > 0) {
        for (int n = 0; n < THREADS; n++) pthread_kill(threads[n], SIGUSR1);
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
    return unused;
}

int main(int count, char **words) {
    pthread_mutexattr_t inherits;
    pthread_t disturber;
    rounds = count == 2 ? atol(words[1]) : 0;
    if (rounds == 0) return 2;
    if (sigaction(SIGUSR1, &(struct sigaction){.sa_handler = ignore}, NULL) != 0) return 1;
    if (pthread_mutexattr_init(&inherits) != 0 || pthread_mutexattr_setprotocol(&inherits, PTHREAD_PRIO_INHERIT) != 0) return 1;
    if (pthread_mutex_init(&mutex, &inherits) != 0) return 1;
    for (int n = 0; n < THREADS; n++)
        if (pthread_create(&threads[n], NULL, work, NULL) != 0) return 1;
    if (pthread_create(&disturber, NULL, disturb, NULL) != 0 || pthread_join(disturber, NULL) != 0) return 1;
    for (int n = 0; n < THREADS; n++)
        if (pthread_join(threads[n], NULL) != 0) return 1;
    printf("rounds %ld, apart %ld\n", before, apart);
    return 0;
}
