/* 64 bytes into a pipe and out again, in one thread. */
#define _GNU_SOURCE
#include <unistd.h>

#include "micro.h"

static void run(long count) {
    static int ends[2];
    char bytes[64] = {1};
    if (ends[1] == 0) must(pipe(ends) == 0, "pipe");
    for (long i = 0; i < count; i++) {
        must(write(ends[1], bytes, sizeof bytes) == sizeof bytes, "write");
        must(read(ends[0], bytes, sizeof bytes) == sizeof bytes, "read");
    }
}

const struct operation micro_pipe = {"pipe", 1000, run};
