/* The time namespace of a target; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

enum { NANOS = 1000000000 };

/* The kernel wants nanoseconds from 0 on, also of a negative offset. */
static bool set_offset(const char *clock, long long nanos) {
    int fd = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    char line[64];
    long long rest = ((nanos % NANOS) + NANOS) % NANOS;
    int length = snprintf(line, sizeof line, "%s %lld %lld\n", clock, (nanos - rest) / NANOS, rest);
    bool set = write(fd, line, (size_t)length) == length;
    int error = errno;
    close(fd);
    errno = error;
    return set;
}

void make_time_namespace(const struct launch *launch) {
    if (!launch->own_clocks) return;
    if (unshare(CLONE_NEWTIME) != 0 || !set_offset("monotonic", launch->monotonic_nanos) || !set_offset("boottime", launch->boottime_nanos))
        fprintf(stderr, "suzaku-init: no time namespace (%s): the program's CLOCK_MONOTONIC and CLOCK_BOOTTIME may go back\n",
                strerror(errno));
}
