/*
 * shortlived STOP: threads, eight at a time, each of which computes for a while and ends, until the file STOP exists. Prints "shortlived", before
 * that what went wrong.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOGETHER 8
#define SPINS 400000

static void *compute(void *unused) {
    (void)unused;
    for (volatile int spins = 0; spins < SPINS; spins++) continue;
    return NULL;
}

static void check(int error, const char *call, long number) {
    if (error != 0) {
        printf("%s of thread %ld: %s\n", call, number, strerror(error));
        exit(1);
    }
}

static pthread_t threads[TOGETHER];

static void join(long number) { check(pthread_join(threads[number % TOGETHER], NULL), "pthread_join", number); }

int main(int count, char **words) {
    long made = 0;
    if (count != 2) return 2;
    for (; access(words[1], F_OK) != 0; made++) {
        if (made >= TOGETHER) join(made - TOGETHER);
        check(pthread_create(&threads[made % TOGETHER], NULL, compute, NULL), "pthread_create", made);
    }
    for (long number = made < TOGETHER ? 0 : made - TOGETHER; number < made; number++) join(number);
    printf("shortlived\n");
    return 0;
}
