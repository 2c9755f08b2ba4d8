/*
 * What a program may ask about power failures. It need not: without a handler of SIGPWR it just goes on.
 *
 * A program that handles SIGPWR gets it after each power failure, before the thread that takes it runs another instruction of its own.
 * Its siginfo has si_code SI_QUEUE, the program's own process id, and
 *
 *   si_value.sival_int                        power cuts that the program has survived so far, this one included
 *   (uintptr_t)si_value.sival_ptr >> 32       milliseconds that the power was off, at most 2^32 - 1
 *
 * Cuts that come before the program goes on again are told together. The same at any time:
 *
 *   struct suzaku_power power;
 *   prctl(SUZAKU_POWER, &power, sizeof power, 0, 0)     0, or -1 with EINVAL where the runtime is not (and in a forked child)
 *
 * Times are CLOCK_REALTIME from the moment when the last thread stood still until the threads are about to go on.
 */
#ifndef SUZAKU_POWER_H
#define SUZAKU_POWER_H

#include <stdint.h>

#define SUZAKU_POWER 0x53555a41 /* "SUZA" */

struct suzaku_power {
    uint64_t cuts;         /* survived so far */
    uint64_t off_ns;       /* how long the power was off at the last one */
    uint64_t off_total_ns; /* and at all of them */
};

#endif
