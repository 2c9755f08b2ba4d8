/* timerfd. The expirations that the program has read are counted, so that a recovery arms the timer where reading had got to. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>
#include <linux/timerfd.h>

#include "calls.h"
#include "files.h"
#include "program_memory.h"
#include "syscalls.h"
#include "timers.h"

long call_timerfd_create(struct thread *thread) {
    long fd = as_it_is(thread);
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = file_allocate();
    file->clock = (uint32_t)ARGUMENT1(thread);
    file->timer_active = 0;
    file->flags = (uint32_t)ARGUMENT2(thread) & O_NONBLOCK;
    file->kind = FILE_TIMERFD;
    return fd_commit(thread, fd, file, (ARGUMENT2(thread) & TFD_CLOEXEC) != 0);
}

static struct __kernel_itimerspec kernel_setting(const struct timer_setting *setting) {
    return (struct __kernel_itimerspec){.it_interval = time_of(setting->interval_ns), .it_value = time_of(setting->expiry_ns)};
}

static long set(struct thread *thread, struct open_file *file, const struct __kernel_itimerspec *wanted) {
    uint64_t flags = ARGUMENT2(thread);
    uint64_t next = 1 - (file->timer_active & 1);
    file->timer[next] = decide_timer(thread, file->clock, (flags & TFD_TIMER_ABSTIME) != 0, wanted, 0);
    file->timer[next].flags = flags & TFD_TIMER_CANCEL_ON_SET;
    struct __kernel_itimerspec kernel = kernel_setting(&file->timer[next]);
    long answer = call4(__NR_timerfd_settime, ARGUMENT1(thread), flags | TFD_TIMER_ABSTIME, &kernel, ARGUMENT4(thread));
    if (answer == 0) {
        commit_store(thread, 0, &file->timer_active, next);
    }
    return answer;
}

long call_timerfd_settime(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    const struct __kernel_itimerspec *wanted = (const struct __kernel_itimerspec *)ARGUMENT3(thread);
    if (file == 0 || file->kind != FILE_TIMERFD) {
        return as_it_is(thread);
    }
    if (!is_readable(ARGUMENT3(thread), sizeof *wanted)) {
        return -EFAULT;
    }
    if (!is_valid_timer(wanted)) {
        return -EINVAL;
    }
    lock_acquire(file_lock(file));
    long answer = set(thread, file, wanted);
    lock_release(file_lock(file));
    return answer;
}

static long wait_for(uint64_t fd, int milliseconds) {
    struct pollfd poll = {.fd = (int)fd, .events = POLLIN};
    return interruptible_call(__NR_poll, (uint64_t)&poll, 1, (uint64_t)milliseconds, 0, 0, 0);
}

long timerfd_read(struct thread *thread, struct open_file *file, struct iovec piece) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    if (piece.iov_len < 8) {
        return -EINVAL;
    }
    for (;;) {
        lock_acquire(file_lock(file));
        long ready = wait_for(fd, 0);
        if (ready > 0) {
            long answer = call3(__NR_read, fd, piece.iov_base, 8);
            if (answer == 8) {
                struct timer_setting *setting = &file->timer[file->timer_active & 1];
                commit_store(thread, 8, &setting->taken, setting->taken + *(const uint64_t *)piece.iov_base);
            }
            lock_release(file_lock(file));
            return answer;
        }
        lock_release(file_lock(file));
        if (ready == 0 && (file->flags & O_NONBLOCK) != 0) {
            return -EAGAIN;
        }
        ready = ready < 0 ? ready : wait_for(fd, -1);
        if (ready < 0) {
            return ready;
        }
    }
}

long make_timerfd(const struct open_file *file) {
    long fd = call2(__NR_timerfd_create, file->clock, TFD_CLOEXEC | (file->flags & O_NONBLOCK));
    struct timer_setting setting = file->timer[file->timer_active & 1];
    if (fd < 0 || setting.expiry_ns == 0 || (setting.interval_ns == 0 && setting.taken != 0)) {
        return fd;
    }
    setting.expiry_ns += setting.taken * setting.interval_ns;
    struct __kernel_itimerspec kernel = kernel_setting(&setting);
    long answer = call4(__NR_timerfd_settime, fd, TFD_TIMER_ABSTIME | setting.flags, &kernel, 0);
    return answer < 0 ? answer : fd;
}
