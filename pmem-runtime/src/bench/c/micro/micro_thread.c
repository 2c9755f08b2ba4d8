/* Creates a thread and joins it. */
#define _GNU_SOURCE
#include <pthread.h>

#include "micro.h"

static void *nothing(void *argument) { return argument; }

static void run(long count) {
    for (long i = 0; i < count; i++) {
        pthread_t thread;
        must(pthread_create(&thread, 0, nothing, 0) == 0, "pthread_create");
        must(pthread_join(thread, 0) == 0, "pthread_join");
    }
}

const struct operation micro_thread = {"thread", 50, run};
