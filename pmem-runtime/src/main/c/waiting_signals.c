/*
 * Signals that a program takes instead of having them handled: rt_sigtimedwait and signalfd. The kernel gives them into the thread's slot,
 * where a repetition of the call finds one that the first attempt had taken.
 */
#include <asm/siginfo.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/signalfd.h>
#include <linux/time.h>

#include "calls.h"
#include "files.h"
#include "program_memory.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"
#include "waiting_signals.h"

#define INFORMATION_BYTES sizeof ((struct decision *)0)->before

_Static_assert(sizeof(struct signalfd_siginfo) == INFORMATION_BYTES, "a signal of a signalfd fits the slot");
_Static_assert(sizeof(siginfo_t) == INFORMATION_BYTES, "a signal fits the slot");

/* The number of the signal that this call has taken, or its first attempt; 0 = none. */
static uint32_t taken(struct thread *thread) { return kept_decision(thread) == 0 ? 0 : (uint32_t)found_before(thread)[0]; }

/* Where the kernel puts the signal. It is empty, and the decision, a deadline, remembered. */
static void *prepare(struct thread *thread, uint64_t deadline) {
    memset(found_before(thread), 0, INFORMATION_BYTES);
    BARRIER();
    remember(thread, deadline, 0);
    return found_before(thread);
}

static uint64_t deadline_of(struct thread *thread, const struct __kernel_timespec *timeout) {
    if (timeout == 0) {
        return 0;
    }
    const struct decision *kept = kept_decision(thread);
    return kept != 0 ? kept->first : (uint64_t)now_nanos(CLOCK_MONOTONIC) + nanos_of(*timeout);
}

static long wait_for_signal(struct thread *thread) {
    const struct __kernel_timespec *timeout = (const struct __kernel_timespec *)ARGUMENT3(thread);
    if (!is_readable(ARGUMENT1(thread), sizeof(uint64_t)) || (timeout != 0 && !is_readable(ARGUMENT3(thread), sizeof *timeout))) {
        return -EFAULT;
    }
    if (timeout != 0 && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec >= NANOS)) {
        return -EINVAL;
    }
    uint64_t set = *(const uint64_t *)ARGUMENT1(thread) & ~SIGNAL_SYS_BIT;
    uint64_t deadline = deadline_of(thread, timeout);
    void *information = prepare(thread, deadline);
    int64_t left = (int64_t)deadline - now_nanos(CLOCK_MONOTONIC);
    struct __kernel_timespec remaining = time_of(left < 0 ? 0 : (uint64_t)left);
    return interruptible_call(__NR_rt_sigtimedwait, (uint64_t)&set, (uint64_t)information, (uint64_t)(timeout != 0 ? &remaining : 0),
                              ARGUMENT4(thread), 0, 0);
}

/* Of a signal that the first attempt has taken nothing is asked any more: a handler may have changed the question meanwhile. */
long call_rt_sigtimedwait(struct thread *thread) {
    if (ARGUMENT2(thread) != 0 && !is_writable(ARGUMENT2(thread), INFORMATION_BYTES)) {
        return -EFAULT;
    }
    long answer = taken(thread);
    if (answer == 0) {
        answer = wait_for_signal(thread);
    }
    if (answer > 0 && ARGUMENT2(thread) != 0) {
        memcpy((void *)ARGUMENT2(thread), found_before(thread), INFORMATION_BYTES);
    }
    return answer;
}

long signalfd_read(struct thread *thread, struct iovec piece) {
    long answer = sizeof(struct signalfd_siginfo);
    if (piece.iov_len < sizeof(struct signalfd_siginfo)) {
        return -EINVAL;
    }
    if (!is_writable((uint64_t)piece.iov_base, sizeof(struct signalfd_siginfo))) {
        return -EFAULT;
    }
    if (taken(thread) == 0) { /* one at a time: a short answer is legal */
        answer = interruptible_call(__NR_read, ARGUMENT1(thread), (uint64_t)prepare(thread, 0), INFORMATION_BYTES, 0, 0, 0);
    }
    if (answer > 0) {
        memcpy(piece.iov_base, found_before(thread), INFORMATION_BYTES);
    }
    return answer;
}

static long make_signalfd(struct thread *thread, uint64_t flags) {
    if (!is_readable(ARGUMENT2(thread), sizeof(uint64_t))) {
        return -EFAULT;
    }
    uint64_t mask = *(const uint64_t *)ARGUMENT2(thread) & ~SIGNAL_SYS_BIT;
    struct open_file *file = (int32_t)ARGUMENT1(thread) < 0 ? 0 : file_of((uint32_t)ARGUMENT1(thread));
    long fd = call4(__NR_signalfd4, (int32_t)ARGUMENT1(thread), &mask, ARGUMENT3(thread), flags);
    if (fd < 0) {
        return fd;
    }
    if (file != 0) {
        commit_store(thread, fd, &file->signal_mask, mask);
        return fd;
    }
    file = file_allocate();
    file->signal_mask = mask;
    file->flags = (uint32_t)flags & O_NONBLOCK;
    file->kind = FILE_SIGNALFD;
    return fd_commit(thread, fd, file, (flags & SFD_CLOEXEC) != 0);
}

long call_signalfd(struct thread *thread) { return make_signalfd(thread, 0); }
long call_signalfd4(struct thread *thread) { return make_signalfd(thread, ARGUMENT4(thread)); }

long signalfd_again(const struct open_file *file) {
    return call4(__NR_signalfd4, -1, &file->signal_mask, 8, SFD_CLOEXEC | (file->flags & O_NONBLOCK));
}
