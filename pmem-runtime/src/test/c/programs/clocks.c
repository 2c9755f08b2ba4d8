/*
 * clocks STOP: prints CLOCK_MONOTONIC and CLOCK_BOOTTIME in nanoseconds, "from the vdso" and from the kernel in turns, until the file STOP
 * exists. A line: "monotonic boottime late", where late is by how much a sleep until a time on CLOCK_MONOTONIC ended after it; a sleep that
 * ended before it is "early".
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define REST_NANOS 1000000ll

static long long nanos_on(clockid_t clock, int from_kernel) {
    struct timespec now;
    if (from_kernel) {
        syscall(SYS_clock_gettime, clock, &now);
    } else {
        clock_gettime(clock, &now);
    }
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

int main(int words, char **word) {
    if (words != 2) return 2;
    for (int round = 0; access(word[1], F_OK) != 0; round++) {
        long long monotonic = nanos_on(CLOCK_MONOTONIC, round % 2), boottime = nanos_on(CLOCK_BOOTTIME, round % 2);
        long long until = monotonic + REST_NANOS;
        struct timespec end = {.tv_sec = until / 1000000000ll, .tv_nsec = until % 1000000000ll};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) != 0) continue;
        long long late = nanos_on(CLOCK_MONOTONIC, 0) - until;
        dprintf(1, late < 0 ? "%lld %lld early\n" : "%lld %lld %lld\n", monotonic, boottime, late);
    }
    return 0;
}
