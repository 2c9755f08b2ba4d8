/* shortlived COUNT: COUNT threads, eight at a time, each of which computes for a while and ends. Prints "shortlived COUNT". */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int main(int count, char **words) {
    long wanted = count > 1 ? atol(words[1]) : TOGETHER;
    pthread_t threads[TOGETHER];
    for (long number = 0; number < wanted + TOGETHER; number++) {
        if (number >= TOGETHER) check(pthread_join(threads[number % TOGETHER], NULL), "pthread_join", number - TOGETHER);
        if (number < wanted) check(pthread_create(&threads[number % TOGETHER], NULL, compute, NULL), "pthread_create", number);
    }
    printf("shortlived %ld\n", wanted);
    return 0;
}
