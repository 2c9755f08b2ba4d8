/*
 * Pipes. The kernel's pipe serves readiness and blocking; the image keeps the same bytes in a ring. Both change under
 * the lock of the pipe, which is why the kernel's side is always used without waiting.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/uio.h>

#include "calls.h"
#include "files.h"
#include "pipes.h"
#include "syscalls.h"
#include "text.h"

uint8_t pipe_ends[PIPE_CAPACITY];
uint8_t pipe_shared[PIPE_CAPACITY];
static struct lock pipe_locks[PIPE_CAPACITY];
static struct lock allocation_lock;

void pipe_end_released(uint64_t pipe) {
    if (__atomic_load_n(&pipe_ends[pipe], __ATOMIC_RELAXED) == 1) {
        PIPES[pipe].used = 0;
    }
    __atomic_sub_fetch(&pipe_ends[pipe], 1, __ATOMIC_RELEASE);
}

static long pipe_allocate(void) {
    long answer = -ENFILE;
    lock_acquire(&allocation_lock);
    for (uint32_t i = 0; i < PIPE_CAPACITY && answer < 0; i++) {
        uint8_t expected = 0;
        if (__atomic_compare_exchange_n(&pipe_ends[i], &expected, 2, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            pipe_shared[i] = 0;
            PIPES[i].used = 0;
            PIPES[i].read_count = 0;
            PIPES[i].written_count = 0;
            if (i >= HEADER->pipes_high) { /* under the lock: a recovery looks at no pipe above */
                HEADER->pipes_high = i + 1;
            }
            answer = i;
        }
    }
    lock_release(&allocation_lock);
    return answer;
}

static void publish_end(int fd, uint32_t kind, long pipe, uint64_t flags) {
    struct open_file *file = file_allocate();
    file->offset = (uint64_t)pipe;
    file->flags = (uint32_t)flags & O_NONBLOCK;
    file->kind = kind;
    fd_publish(fd, file, (flags & O_CLOEXEC) != 0);
}

static long make_pipe(struct thread *thread, uint64_t flags) {
    if ((flags & ~(uint64_t)(O_CLOEXEC | O_NONBLOCK)) != 0) {
        return -EINVAL;
    }
    int *ends = (int *)ARGUMENT1(thread);
    long pipe = pipe_allocate();
    if (pipe < 0) {
        return pipe;
    }
    long answer = call2(__NR_pipe2, ends, flags);
    if (answer < 0) {
        pipe_ends[pipe] = 0;
        return answer;
    }
    publish_end(ends[0], FILE_PIPE_READ, pipe, flags);
    publish_end(ends[1], FILE_PIPE_WRITE, pipe, flags);
    commit_store(thread, 0, &PIPES[pipe].used, 1);
    return 0;
}

long call_pipe(struct thread *thread) { return make_pipe(thread, 0); }
long call_pipe2(struct thread *thread) { return make_pipe(thread, ARGUMENT2(thread)); }

static void ring_put(struct pipe_buffer *pipe, const uint8_t *from, uint64_t length) {
    for (uint64_t done = 0; done < length;) {
        uint64_t at = (pipe->written_count + done) % PIPE_BYTES;
        uint64_t piece = PIPE_BYTES - at < length - done ? PIPE_BYTES - at : length - done;
        memcpy(pipe->bytes + at, from + done, piece);
        done += piece;
    }
}

/* What the kernel holds of a pipe is never more than PIPE_BYTES: anything older a child has taken out. */
static void forget_taken(struct pipe_buffer *pipe, uint64_t coming) {
    uint64_t after = pipe->written_count + coming;
    if (after > pipe->read_count + PIPE_BYTES) {
        pipe->read_count = after - PIPE_BYTES;
    }
}

static long transfer_now(struct thread *thread, long number, struct iovec piece) {
    return call6(number, ARGUMENT1(thread), (uint64_t)&piece, 1, (uint64_t)-1, (uint64_t)-1, RWF_NOWAIT);
}

static long wait_or_again(struct thread *thread, const struct open_file *file, short events) {
    if ((file->flags & O_NONBLOCK) != 0) {
        return -EAGAIN;
    }
    struct pollfd poll = {.fd = (int)ARGUMENT1(thread), .events = events};
    return interruptible_call(__NR_poll, (uint64_t)&poll, 1, (uint64_t)-1, 0, 0, 0);
}

long pipe_read(struct thread *thread, struct open_file *file, struct iovec piece) {
    struct pipe_buffer *pipe = pipe_of(file);
    struct lock *lock = &pipe_locks[file->offset];
    for (;;) {
        lock_acquire(lock);
        long answer = transfer_now(thread, __NR_preadv2, piece);
        if (answer > 0) {
            uint64_t inside = pipe->written_count - pipe->read_count;
            uint64_t taken = (uint64_t)answer < inside ? (uint64_t)answer : inside;
            commit_store(thread, answer, &pipe->read_count, pipe->read_count + taken);
        }
        lock_release(lock);
        if (answer != -EAGAIN) {
            return answer;
        }
        long waited = wait_or_again(thread, file, POLLIN);
        if (waited < 0) {
            return waited;
        }
    }
}

long pipe_write(struct thread *thread, struct open_file *file, struct iovec piece) {
    struct pipe_buffer *pipe = pipe_of(file);
    struct lock *lock = &pipe_locks[file->offset];
    for (;;) {
        lock_acquire(lock);
        int is_shared = pipe_shared[file->offset];
        uint64_t space = is_shared ? PIPE_BYTES : PIPE_BYTES - (pipe->written_count - pipe->read_count);
        int atomic = piece.iov_len <= PAGE_SIZE; /* PIPE_BUF: all or nothing */
        struct iovec now = {.iov_base = piece.iov_base, .iov_len = piece.iov_len < space ? piece.iov_len : space};
        long answer = 0;
        if (piece.iov_len != 0) {
            answer = now.iov_len == 0 || (atomic && now.iov_len < piece.iov_len) ? -EAGAIN : transfer_now(thread, __NR_pwritev2, now);
        }
        if (answer > 0) {
            if (is_shared) {
                forget_taken(pipe, (uint64_t)answer);
            }
            ring_put(pipe, piece.iov_base, (uint64_t)answer);
            commit_store(thread, answer, &pipe->written_count, pipe->written_count + (uint64_t)answer);
        }
        lock_release(lock);
        if (answer != -EAGAIN) {
            return answer;
        }
        long waited = wait_or_again(thread, file, POLLOUT);
        if (waited < 0) {
            return waited;
        }
    }
}
