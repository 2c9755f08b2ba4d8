/*
 * read and write. The runtime owns the offset of a regular file: data goes by pread and pwrite, and the new offset is
 * committed together with the result, so that a repeated call writes the same bytes to the same place.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/uio.h>

#include "appends.h"
#include "calls.h"
#include "events.h"
#include "files.h"
#include "often.h"
#include "pipes.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"
#include "timers.h"
#include "waiting_signals.h"

struct transfer {
    long number; /* the p-variant that takes an offset */
    int writes;
};

OFTEN static long transfer_regular(struct thread *thread, struct open_file *file, struct transfer how) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    if (how.writes && (file->flags & O_APPEND) != 0) {
        return append(thread, file, 1);
    }
    struct lock *lock = file_lock(file);
    int is_held = lock_unless_alone(lock);
    refresh_shared_offset(file, fd);
    long offset = (long)file->offset;
    long answer = call4(how.number, fd, ARGUMENT2(thread), ARGUMENT3(thread), offset);
    if (answer >= 0) {
        if (fd <= 2) {
            call3(__NR_lseek, fd, offset + answer, 0); /* a shell may share this description and go on after us */
        }
        keep_shared_offset(file, fd, (uint64_t)(offset + answer));
        commit_store(thread, answer, &file->offset, (uint64_t)(offset + answer));
    }
    release_unless_alone(lock, is_held);
    return answer;
}

/* What the runtime transfers itself; `piece` is the application's memory. */
static long transfer_piece(struct thread *thread, struct open_file *file, struct iovec piece, int writes) {
    if (file->kind == FILE_TIMERFD) {
        return writes ? -EINVAL : timerfd_read(thread, file, piece);
    }
    if (file->kind == FILE_SIGNALFD) {
        return writes ? -EINVAL : signalfd_read(thread, piece);
    }
    if (file->kind == FILE_EVENTFD) {
        return writes ? eventfd_write(thread, file, piece) : eventfd_read(thread, file, piece);
    }
    return writes ? pipe_write(thread, file, piece) : pipe_read(thread, file, piece);
}

static int is_piecewise(const struct open_file *file) {
    switch (file->kind) {
    case FILE_PIPE_READ:
    case FILE_PIPE_WRITE:
    case FILE_PIPE_BOTH:
    case FILE_EVENTFD:
    case FILE_TIMERFD:
    case FILE_SIGNALFD:
        return 1;
    default:
        return 0;
    }
}

OFTEN static long transfer(struct thread *thread, struct transfer how) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    struct iovec piece = {.iov_base = (void *)ARGUMENT2(thread), .iov_len = ARGUMENT3(thread)};
    if (file != 0 && is_pipe(file)) { /* asked first: no transfer is quicker */
        return how.writes ? pipe_write(thread, file, piece) : pipe_read(thread, file, piece);
    }
    if (file != 0 && file->kind == FILE_REGULAR) {
        return transfer_regular(thread, file, how);
    }
    if (file != 0 && is_piecewise(file)) {
        return transfer_piece(thread, file, piece, how.writes);
    }
    return pass_through(thread);
}

OFTEN long call_read(struct thread *thread) { return transfer(thread, (struct transfer){__NR_pread64, 0}); }
OFTEN long call_write(struct thread *thread) { return transfer(thread, (struct transfer){__NR_pwrite64, 1}); }

static long transfer_vector(struct thread *thread, struct transfer how) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    if (file != 0 && file->kind == FILE_REGULAR) {
        return transfer_regular(thread, file, how);
    }
    if (file != 0 && is_piecewise(file)) {
        /* One piece at a time: a short answer is legal, and the repeated call starts from the first piece again. */
        const struct iovec *pieces = (const struct iovec *)ARGUMENT2(thread);
        uint64_t count = ARGUMENT3(thread);
        if (count > UIO_MAXIOV || !is_readable(ARGUMENT2(thread), count * sizeof *pieces)) {
            return count > UIO_MAXIOV ? -EINVAL : -EFAULT;
        }
        while (count > 1 && pieces->iov_len == 0) {
            pieces++;
            count--;
        }
        struct iovec first = count == 0 ? (struct iovec){0} : *pieces;
        return count == 0 && !is_pipe(file) ? 0 : transfer_piece(thread, file, first, how.writes);
    }
    return pass_through(thread);
}

long call_readv(struct thread *thread) { return transfer_vector(thread, (struct transfer){__NR_preadv, 0}); }
long call_writev(struct thread *thread) { return transfer_vector(thread, (struct transfer){__NR_pwritev, 1}); }

/* At an offset of the caller, except that Linux appends when the file was opened so. */
static long write_at(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    int appends = file != 0 && file->kind == FILE_REGULAR && (file->flags & O_APPEND) != 0;
    return appends ? append(thread, file, 0) : pass_through(thread);
}

long call_pwrite64(struct thread *thread) { return write_at(thread); }
long call_pwritev(struct thread *thread) { return write_at(thread); }

long call_lseek(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    if (file == 0 || file->kind != FILE_REGULAR) {
        long answer = pass_through(thread);
        if (file != 0 && file->kind == FILE_DIRECTORY && answer >= 0) {
            commit_store(thread, answer, &file->offset, (uint64_t)answer);
        }
        return answer;
    }
    struct lock *lock = file_lock(file);
    lock_acquire(lock);
    refresh_shared_offset(file, (uint32_t)ARGUMENT1(thread));
    long offset = (long)ARGUMENT2(thread);
    uint64_t whence = ARGUMENT3(thread);
    if (whence == 1) {
        offset += (long)file->offset;
        whence = 0;
    }
    long answer = call3(__NR_lseek, ARGUMENT1(thread), offset, whence);
    if (answer >= 0) {
        commit_store(thread, answer, &file->offset, (uint64_t)answer);
    }
    lock_release(lock);
    return answer;
}

long call_getdents64(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    long answer = pass_through(thread);
    if (file != 0 && answer >= 0) {
        long offset = call3(__NR_lseek, ARGUMENT1(thread), 0, 1);
        if (offset >= 0) {
            commit_store(thread, answer, &file->offset, (uint64_t)offset);
        }
    }
    return answer;
}

long call_sendfile(struct thread *thread) {
    struct open_file *out = file_of((uint32_t)ARGUMENT1(thread));
    struct open_file *in = file_of((uint32_t)ARGUMENT2(thread));
    if (out != 0 && (out->kind == FILE_REGULAR || is_piecewise(out))) {
        return -EINVAL; /* programs fall back to read and write, whose offsets and contents the runtime owns */
    }
    if (in == 0 || in->kind != FILE_REGULAR || ARGUMENT3(thread) != 0) {
        return pass_through(thread);
    }
    struct lock *lock = file_lock(in);
    lock_acquire(lock);
    refresh_shared_offset(in, (uint32_t)ARGUMENT2(thread));
    uint64_t offset = in->offset;
    long answer = interruptible_call(__NR_sendfile, ARGUMENT1(thread), ARGUMENT2(thread), (uint64_t)&offset, ARGUMENT4(thread), 0, 0);
    if (answer >= 0) {
        keep_shared_offset(in, (uint32_t)ARGUMENT2(thread), offset);
        commit_store(thread, answer, &in->offset, offset);
    }
    lock_release(lock);
    return answer;
}
