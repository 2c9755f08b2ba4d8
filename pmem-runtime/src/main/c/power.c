#include "power.h"

#include <asm/siginfo.h>
#include <linux/errno.h>
#include <linux/time.h>

#include "image.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"

#define MILLI 1000000ull
#define MILLIS_MAX 0xffffffffull

static uint64_t off_millis(void) {
    uint64_t millis = HEADER->power_off_ns / MILLI;
    return millis < MILLIS_MAX ? millis : MILLIS_MAX;
}

void tell_power_failure(void) {
    int64_t off = now_nanos(CLOCK_REALTIME) - (int64_t)HEADER->frozen_wall_ns;
    HEADER->power_off_ns = off > 0 ? (uint64_t)off : 0; /* the wall clock may have been set back */
    if (SIGNALS[POWER_SIGNAL].handler <= 1) {
        return;
    }
    siginfo_t information;
    memset(&information, 0, sizeof information);
    information.si_signo = POWER_SIGNAL;
    information.si_code = SI_QUEUE;
    information.si_pid = (int)call0(__NR_getpid);
    information.si_uid = (uint32_t)call0(__NR_getuid);
    information.si_ptr = (void *)((uint64_t)HEADER->cuts | off_millis() << 32);
    long answer = call3(__NR_rt_sigqueueinfo, information.si_pid, POWER_SIGNAL, &information);
    if (answer < 0) {
        fail(255, "cannot tell the program of the power failure", "rt_sigqueueinfo", answer);
    }
}

int tells_power_failure(const struct pending_signal *pending) {
    siginfo_t information;
    memcpy(&information, pending->information, sizeof information);
    return pending->tid == 0 && information.si_signo == POWER_SIGNAL && information.si_code == SI_QUEUE &&
           information.si_pid == (int)HEADER->main_tid;
}

long answer_power(struct suzaku_power *to, uint64_t bytes) {
    if (bytes != sizeof *to) {
        return -EINVAL;
    }
    if (!is_writable((uint64_t)to, sizeof *to)) {
        return -EFAULT;
    }
    *to = (struct suzaku_power){
        .cuts = HEADER->cuts,
        .off_ns = HEADER->power_off_ns,
        .off_total_ns = HEADER->power_off_ns + HEADER->power_off_before_ns,
    };
    return 0;
}
