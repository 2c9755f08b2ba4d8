/*
 * dying FILE: again and again makes threads that end at once and behind them one that stays for a while. While that stays, the first 8 bytes of
 * FILE are the number of its round << 32 | its thread id, else 0. For tests of who lists the threads of a process. Goes on for ever.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096
#define ENDING 8
#define STEPS_MAX 40000 /* before a thread ends */

static uint64_t *staying;
static volatile int may_end, may_go;
static uint32_t rounds;

static void *end_soon(void *steps) {
    while (!may_end) sched_yield();
    for (volatile long step = (long)steps; step > 0; step--) continue;
    return NULL;
}

static void *stay(void *unused) {
    (void)unused;
    __atomic_store_n(staying, (uint64_t)rounds << 32 | (uint32_t)gettid(), __ATOMIC_SEQ_CST);
    may_end = 1;
    while (!may_go) usleep(20);
    __atomic_store_n(staying, 0, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(int count, char **words) {
    int file = count == 2 ? open(words[1], O_RDWR | O_CREAT, 0600) : -1;
    if (file < 0 || ftruncate(file, PAGE) != 0) return 2;
    staying = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (staying == MAP_FAILED) return 3;
    for (rounds = 1;; rounds++) {
        pthread_t ending[ENDING], staying_on;
        may_end = may_go = 0;
        for (int i = 0; i < ENDING; i++)
            if (pthread_create(&ending[i], NULL, end_soon, (void *)(long)(rand() % STEPS_MAX)) != 0) return 4;
        if (pthread_create(&staying_on, NULL, stay, NULL) != 0) return 5;
        for (int i = 0; i < ENDING; i++) pthread_join(ending[i], NULL);
        may_go = 1;
        pthread_join(staying_on, NULL);
    }
}
