/*
 * prioritylocks STOP: until the file STOP exists, three threads change what lies under a mutex that inherits priority, which the kernel gives and
 * takes, while the first sends them signals. A lock that is taken twice, or released twice, makes the C library wait for ever or end the program;
 * one that is not taken makes a number wrong. Prints "wrong N".
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define THREADS 3
#define LONGEST_HOLD 300

static pthread_mutex_t mutex;
static pthread_t threads[THREADS];
static volatile long before, after;
static long rounds[THREADS], wrong;
static atomic_int ends;

static void *work(void *rounds_of_thread) {
    for (; !ends; ++*(long *)rounds_of_thread) {
        if (pthread_mutex_lock(&mutex) != 0) exit(3);
        wrong += before != after;
        before = before + 1;
        for (volatile long spin = before % LONGEST_HOLD; spin > 0; spin = spin - 1) {
        }
        after = after + 1;
        if (pthread_mutex_unlock(&mutex) != 0) exit(4);
    }
    return rounds_of_thread;
}

static void ignore(int signal) { (void)signal; }

int main(int count, char **words) {
    pthread_mutexattr_t inherits;
    long all = 0;
    if (count != 2 || sigaction(SIGUSR1, &(struct sigaction){.sa_handler = ignore}, NULL) != 0) return 2;
    if (pthread_mutexattr_init(&inherits) != 0 || pthread_mutexattr_setprotocol(&inherits, PTHREAD_PRIO_INHERIT) != 0) return 1;
    if (pthread_mutex_init(&mutex, &inherits) != 0) return 1;
    for (int n = 0; n < THREADS; n++)
        if (pthread_create(&threads[n], NULL, work, &rounds[n]) != 0) return 1;
    while (access(words[1], F_OK) != 0) {
        for (int n = 0; n < THREADS; n++) pthread_kill(threads[n], SIGUSR1);
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
    ends = 1;
    for (int n = 0; n < THREADS; n++) {
        if (pthread_join(threads[n], NULL) != 0) return 1;
        all += rounds[n];
    }
    printf("wrong %ld\n", wrong + (before != all) + (after != all));
    return 0;
}
