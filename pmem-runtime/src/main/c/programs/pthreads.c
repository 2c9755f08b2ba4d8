/*
 * pthreads FILE ROUNDS: exercises what threads share, ROUNDS times, and checks exact totals at the end.
 *
 *   workers     add to a total under a mutex and to a thread-local count
 *   ring        a token goes from thread to thread by condition variables
 *   churn       threads are created and joined; each returns a number that the creator adds up
 *
 * Writes "workers N ring N churn N locals N" to FILE once, at the end; ends with 0 when all are right.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS = 3, RING = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;
static unsigned long rounds, workers_total, ring_total, churn_total, locals_total, token;
static __thread unsigned long local_count;

static void must(int code) {
    if (code != 0) {
        dprintf(2, "pthreads: error %d: %s\n", code, strerror(code));
        _exit(3);
    }
}

static void *work(void *unused) {
    (void)unused;
    volatile unsigned long noise = 1;
    for (unsigned long round = 0; round < rounds; round++) {
        for (int i = 0; i < 500; i++) noise = noise * 6364136223846793005ul + 1;
        must(pthread_mutex_lock(&lock));
        workers_total++;
        must(pthread_mutex_unlock(&lock));
        local_count++;
    }
    must(pthread_mutex_lock(&lock));
    locals_total += local_count;
    must(pthread_mutex_unlock(&lock));
    return NULL;
}

static void *pass_token(void *place) {
    uintptr_t mine = (uintptr_t)place;
    for (unsigned long round = 0; round < rounds / 10; round++) {
        must(pthread_mutex_lock(&lock));
        while (token % RING != mine) must(pthread_cond_wait(&moved, &lock));
        token++;
        ring_total++;
        must(pthread_cond_broadcast(&moved));
        must(pthread_mutex_unlock(&lock));
    }
    return NULL;
}

static void *answer(void *number) {
    local_count += (uintptr_t)number;
    return (void *)local_count;
}

static void *churn(void *unused) {
    (void)unused;
    for (unsigned long round = 0; round < rounds / 10; round++) {
        pthread_t thread;
        void *result;
        must(pthread_create(&thread, NULL, answer, (void *)round));
        must(pthread_join(thread, &result));
        churn_total += (uintptr_t)result;
    }
    return NULL;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    rounds = strtoul(words[2], NULL, 10);
    pthread_t threads[WORKERS + RING + 1];
    int started = 0;
    for (int i = 0; i < WORKERS; i++) must(pthread_create(&threads[started++], NULL, work, NULL));
    for (uintptr_t i = 0; i < RING; i++) must(pthread_create(&threads[started++], NULL, pass_token, (void *)i));
    must(pthread_create(&threads[started++], NULL, churn, NULL));
    for (int i = 0; i < started; i++) must(pthread_join(threads[i], NULL));

    unsigned long tenth = rounds / 10;
    int right = workers_total == WORKERS * rounds && locals_total == WORKERS * rounds && ring_total == RING * tenth &&
                churn_total == tenth * (tenth - 1) / 2;
    char line[256];
    int length = snprintf(line, sizeof line, "workers %lu ring %lu churn %lu locals %lu\n", workers_total, ring_total,
                          churn_total, locals_total);
    int fd = open(words[1], O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0 || write(fd, line, (size_t)length) != length) return 3;
    return right ? 0 : 1;
}
