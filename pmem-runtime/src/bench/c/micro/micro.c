/*
 * micro OPERATION MILLIS: runs batches of one operation for so long and prints
 *
 *     wall_ns=N cpu_ns=N operations=N
 *
 * per operation: the median batch by the clock, and the processor time of the whole process over all batches.
 */
#include "micro.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCHES_MAX 100000

static const struct operation *const operations[] = {
    &micro_getppid, &micro_pipe, &micro_file_write, &micro_open_close, &micro_map, &micro_thread,
};

void must(int holds, const char *what) {
    if (!holds) {
        perror(what);
        exit(1);
    }
}

static int64_t nanos(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int by_size(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static const struct operation *find(const char *name) {
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (strcmp(operations[i]->name, name) == 0) return operations[i];
    fprintf(stderr, "micro: no operation %s\n", name);
    exit(2);
}

int main(int count, char **words) {
    static int64_t batches[BATCHES_MAX];
    if (count != 3) {
        fprintf(stderr, "usage: micro OPERATION MILLIS\n");
        return 2;
    }
    const struct operation *operation = find(words[1]);
    operation->run(operation->batch); /* warm */
    int64_t cpu = nanos(CLOCK_PROCESS_CPUTIME_ID), start = nanos(CLOCK_MONOTONIC), now = start;
    int64_t end = start + atol(words[2]) * 1000000;
    long done = 0;
    while (now < end && done < BATCHES_MAX) {
        operation->run(operation->batch);
        int64_t after = nanos(CLOCK_MONOTONIC);
        batches[done++] = after - now;
        now = after;
    }
    cpu = nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    qsort(batches, (size_t)done, sizeof batches[0], by_size);
    double operations_done = (double)done * (double)operation->batch;
    printf("wall_ns=%.1f cpu_ns=%.1f operations=%.0f\n", (double)batches[done / 2] / (double)operation->batch,
           (double)cpu / operations_done, operations_done);
    return 0;
}
