/* Opens and closes a file of the working directory. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "micro.h"

static void run(long count) {
    static int made;
    if (!made) {
        int fd = open("micro.opened", O_CREAT | O_RDWR, 0600);
        must(fd >= 0 && close(fd) == 0, "micro.opened");
        made = 1;
    }
    for (long i = 0; i < count; i++) {
        int fd = open("micro.opened", O_RDONLY);
        must(fd >= 0, "open");
        must(close(fd) == 0, "close");
    }
}

const struct operation micro_open_close = {"open_close", 1000, run};
