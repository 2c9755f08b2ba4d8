/* eventfd. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/poll.h>

#include "calls.h"
#include "events.h"
#include "files.h"
#include "program_memory.h"
#include "syscalls.h"

#define EVENTFD_MAX 0xfffffffffffffffeull

static long make_eventfd(struct thread *thread, uint64_t initial, uint64_t flags) {
    long fd = call2(__NR_eventfd2, initial, flags);
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = file_allocate();
    file->flags = (uint32_t)flags & (EFD_NONBLOCK | EFD_SEMAPHORE);
    file->offset = (uint32_t)initial;
    file->kind = FILE_EVENTFD;
    return fd_commit(thread, fd, file, (flags & EFD_CLOEXEC) != 0);
}

long call_eventfd(struct thread *thread) { return make_eventfd(thread, ARGUMENT1(thread), 0); }
long call_eventfd2(struct thread *thread) { return make_eventfd(thread, ARGUMENT1(thread), ARGUMENT2(thread)); }

static long wait_for(uint64_t fd, short events) {
    struct pollfd poll = {.fd = (int)fd, .events = events};
    return interruptible_call(__NR_poll, (uint64_t)&poll, 1, (uint64_t)-1, 0, 0, 0);
}

/* The counter in the table and the kernel's change together under the file's lock. */
long eventfd_read(struct thread *thread, struct open_file *file, struct iovec piece) {
    if (piece.iov_len < 8) {
        return -EINVAL;
    }
    for (;;) {
        lock_acquire(file_lock(file));
        uint64_t value = file->offset;
        if (value != 0) {
            long answer = call3(__NR_read, ARGUMENT1(thread), piece.iov_base, 8);
            if (answer == 8) {
                commit_store(thread, 8, &file->offset, (file->flags & EFD_SEMAPHORE) != 0 ? value - 1 : 0);
            }
            lock_release(file_lock(file));
            return answer;
        }
        lock_release(file_lock(file));
        if ((file->flags & EFD_NONBLOCK) != 0) {
            return -EAGAIN;
        }
        long waited = wait_for(ARGUMENT1(thread), POLLIN);
        if (waited < 0) {
            return waited;
        }
    }
}

long eventfd_write(struct thread *thread, struct open_file *file, struct iovec piece) {
    if (piece.iov_len < 8) {
        return -EINVAL;
    }
    if (!is_readable((uint64_t)piece.iov_base, sizeof(uint64_t))) {
        return -EFAULT;
    }
    uint64_t added = *(const uint64_t *)piece.iov_base;
    if (added > EVENTFD_MAX) {
        return -EINVAL;
    }
    for (;;) {
        lock_acquire(file_lock(file));
        if (added <= EVENTFD_MAX - file->offset) {
            commit_store(thread, 8, &file->offset, file->offset + added);
            call3(__NR_write, ARGUMENT1(thread), &added, 8);
            lock_release(file_lock(file));
            return 8;
        }
        lock_release(file_lock(file));
        if ((file->flags & EFD_NONBLOCK) != 0) {
            return -EAGAIN;
        }
        long waited = wait_for(ARGUMENT1(thread), POLLOUT);
        if (waited < 0) {
            return waited;
        }
    }
}
