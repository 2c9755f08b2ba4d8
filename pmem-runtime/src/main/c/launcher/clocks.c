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

struct offset {
    long long seconds;
    long long nanos; /* the kernel wants them from 0 on, also of a negative offset */
};

static struct offset offset_of(long long nanos) {
    long long rest = ((nanos % NANOS) + NANOS) % NANOS;
    return (struct offset){.seconds = (nanos - rest) / NANOS, .nanos = rest};
}

/* Both clocks with one write, which is all that the file takes. */
static bool set_offsets(int clocks, const struct launch *launch) {
    struct offset monotonic = offset_of(launch->monotonic_nanos), boottime = offset_of(launch->boottime_nanos);
    char lines[160];
    int length = snprintf(lines, sizeof lines, "monotonic %lld %lld\nboottime %lld %lld\n", monotonic.seconds, monotonic.nanos,
                          boottime.seconds, boottime.nanos);
    return write(clocks, lines, (size_t)length) == length;
}

int open_clocks(void) { return open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC); }

void make_time_namespace(const struct launch *launch, int clocks) {
    if (launch->own_clocks && (unshare(CLONE_NEWTIME) != 0 || !set_offsets(clocks, launch)))
        fprintf(stderr, "suzaku-init: no time namespace (%s): the program's CLOCK_MONOTONIC and CLOCK_BOOTTIME may go back\n",
                strerror(errno));
    if (clocks >= 0) close(clocks);
}
