/* The cheapest system call: what interception costs. */
#define _GNU_SOURCE
#include <unistd.h>

#include "micro.h"

static void run(long count) {
    for (long i = 0; i < count; i++) must(getppid() >= 0, "getppid");
}

const struct operation micro_getppid = {"getppid", 10000, run};
