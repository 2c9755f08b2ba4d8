/*
 * Pipes. The kernel's pipe serves readiness and blocking; the image keeps the same bytes in a ring. Both change under
 * the lock of the pipe, which is why the kernel's side is used only where it does not wait.
 */
#include <asm/ioctls.h>
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/poll.h>
#include <linux/uio.h>

#include "calls.h"
#include "files.h"
#include "often.h"
#include "paths.h"
#include "pipes.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

#define SPLICE_F_NONBLOCK 2u /* the kernel's headers leave it to the C library */

struct pipe_state pipe_states[PIPE_CAPACITY];
static struct lock allocation_lock;

void pipe_end_released(uint64_t pipe) {
    lock_acquire(&allocation_lock);
    if (pipe_states[pipe].ends == 1) {
        PIPES[pipe].used = 0;
    }
    pipe_states[pipe].ends--;
    lock_release(&allocation_lock);
}

/* The caller holds the allocation lock, as for the next ones: no entry becomes free meanwhile. */
static long pipe_allocate(uint32_t ends) {
    for (uint32_t i = 0; i < PIPE_CAPACITY; i++) {
        if (pipe_states[i].ends != 0) {
            continue;
        }
        pipe_states[i].ends = ends;
        pipe_states[i].is_shared = 0;
        pipe_states[i].is_small = 0;
        PIPES[i].used = 0;
        PIPES[i].read_count = 0;
        PIPES[i].written_count = 0;
        if (i >= HEADER->pipes_high) { /* a recovery looks at no pipe above */
            HEADER->pipes_high = i + 1;
        }
        return i;
    }
    return -ENFILE;
}

void note_pipe_size(uint64_t pipe, long fd) { pipe_states[pipe].is_small = call3(__NR_fcntl, fd, F_GETPIPE_SZ, 0) < (long)PIPE_BYTES; }

/* An open file of the same pipe, or of a standard stream that is this pipe; 0 = there is none. */
static const struct open_file *other_end(const struct open_file *file) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        const struct open_file *other = &FILES[i];
        if (other != file && (is_pipe(other) || other->kind == FILE_INHERITED) && other->inode == file->inode &&
            other->device == file->device) {
            return other;
        }
    }
    return 0;
}

/* A FIFO that nobody here has open yet: whoever else has it may put in and take out. */
static long pipe_found(void) {
    long pipe = pipe_allocate(1);
    if (pipe >= 0) {
        pipe_states[pipe].is_shared = 1;
        PIPES[pipe].used = 1;
    }
    return pipe;
}

/* /dev/fd/N opens a pipe that has no name: what the path means now, it does not mean after a recovery. */
static long pipe_joined(struct open_file *file, const struct open_file *other) {
    if (other->path[0] == 0) {
        file->path[0] = 0;
    }
    pipe_states[other->offset].ends++;
    return (long)other->offset;
}

long pipe_opened(struct open_file *file) {
    lock_acquire(&allocation_lock);
    const struct open_file *other = other_end(file);
    long pipe = 0;
    if (other == 0 || other->kind != FILE_INHERITED) { /* a standard stream opened by its name stays what it is: whoever resumes gives another */
        pipe = other == 0 ? pipe_found() : pipe_joined(file, other);
        if (pipe >= 0) {
            uint32_t access = file->flags & O_ACCMODE;
            file->offset = (uint64_t)pipe;
            file->kind = access == O_RDWR ? FILE_PIPE_BOTH : access == O_WRONLY ? FILE_PIPE_WRITE : FILE_PIPE_READ;
        }
    }
    lock_release(&allocation_lock);
    return pipe < 0 ? pipe : 0;
}

static void publish_end(int fd, uint32_t kind, long pipe, uint64_t flags) {
    struct open_file *file = file_allocate();
    struct stat status;
    long answer = call2(__NR_fstat, fd, &status);
    ASSERT(answer == 0);
    file->device = status.st_dev;
    file->inode = status.st_ino;
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
    lock_acquire(&allocation_lock);
    long pipe = pipe_allocate(2);
    lock_release(&allocation_lock);
    if (pipe < 0) {
        return pipe;
    }
    long answer = call2(__NR_pipe2, ends, flags);
    if (answer < 0) {
        __atomic_store_n(&pipe_states[pipe].ends, 0, __ATOMIC_RELEASE);
        return answer;
    }
    note_pipe_size((uint32_t)pipe, ends[0]);
    publish_end(ends[0], FILE_PIPE_READ, pipe, flags);
    publish_end(ends[1], FILE_PIPE_WRITE, pipe, flags);
    commit_store(thread, 0, &PIPES[pipe].used, 1);
    return 0;
}

long call_pipe(struct thread *thread) { return make_pipe(thread, 0); }
long call_pipe2(struct thread *thread) { return make_pipe(thread, ARGUMENT2(thread)); }

void pipe_share(uint64_t pipe) {
    lock_acquire(&pipe_states[pipe].lock);
    pipe_states[pipe].is_shared = 1;
    lock_release(&pipe_states[pipe].lock);
}

long pipe_resize(struct thread *thread, const struct open_file *file) {
    if ((uint32_t)ARGUMENT3(thread) > PIPE_BYTES) {
        return -EPERM;
    }
    lock_acquire(&pipe_states[file->offset].lock);
    long answer = pass_through(thread);
    note_pipe_size(file->offset, (long)ARGUMENT1(thread));
    lock_release(&pipe_states[file->offset].lock);
    return answer;
}

static void ring_put(struct pipe_buffer *pipe, const uint8_t *from, uint64_t length) {
    for (uint64_t done = 0; done < length;) {
        uint64_t at = (pipe->written_count + done) % PIPE_BYTES;
        uint64_t piece = PIPE_BYTES - at < length - done ? PIPE_BYTES - at : length - done;
        copy(pipe->bytes + at, from + done, piece);
        done += piece;
    }
}

/* Of so many bytes that were put in here, those that nobody else has taken out. */
static uint64_t still_held(uint64_t fd, uint64_t bytes) {
    int held = 0;
    long answer = call3(__NR_ioctl, fd, FIONREAD, &held);
    return answer == 0 && (uint64_t)held < bytes ? (uint64_t)held : bytes;
}

/* Before bytes that the kernel has just taken go into the ring: whoever took out others has made room, in the kernel only. */
static void make_room(uint64_t fd, struct pipe_buffer *pipe, uint64_t coming) {
    uint64_t held = still_held(fd, pipe->written_count - pipe->read_count + coming);
    uint64_t older = held > coming ? held - coming : 0;
    uint64_t room = PIPE_BYTES - coming;
    pipe->read_count = pipe->written_count - (older < room ? older : room);
}

long open_again(long fd, uint32_t flags) {
    char link[DESCRIPTOR_LINK_BYTES];
    descriptor_link(link, fd);
    return call3(__NR_open, link, flags | O_CLOEXEC, 0);
}

/* Where no description of our own is to be had. Where poll finds room, there is room for one page. */
static long transfer_when_ready(long number, uint64_t fd, uint32_t access, struct iovec piece) {
    struct pollfd poll = {.fd = (int)fd, .events = access == O_WRONLY ? POLLOUT : POLLIN};
    long ready = call3(__NR_poll, &poll, 1, 0);
    if (piece.iov_len > PAGE_SIZE) {
        piece.iov_len = PAGE_SIZE;
    }
    return ready == 0 ? -EAGAIN : ready < 0 ? ready : call3(number, fd, &piece, 1);
}

/* By a description of our own that does not wait. Nobody who reads: then the program's own does not wait either. */
static long transfer_fifo_now(long number, uint64_t fd, uint32_t access, const struct iovec *piece) {
    long own = open_again((long)fd, access | O_NONBLOCK);
    if (own == -ENXIO) {
        return call3(number, fd, piece, 1);
    }
    if (own < 0) {
        return transfer_when_ready(number, fd, access, *piece);
    }
    long answer = call3(number, own, piece, 1);
    call1(__NR_close, own);
    return answer;
}

/*
 * RWF_NOWAIT is what FIFOs lack, and pipes before Linux 6.4. vmsplice out of a pipe copies, and knows an end (0) from an empty pipe; a
 * description that can also write takes it for the other direction.
 */
static long read_now(uint64_t fd, const struct open_file *file, struct iovec piece) {
    if (piece.iov_len == 0) {
        return 0;
    }
    long answer = call6(__NR_preadv2, fd, (uint64_t)&piece, 1, (uint64_t)-1, (uint64_t)-1, RWF_NOWAIT);
    if (answer != -EOPNOTSUPP) {
        return answer;
    }
    return file->kind == FILE_PIPE_READ ? call4(__NR_vmsplice, fd, &piece, 1, SPLICE_F_NONBLOCK)
                                        : transfer_fifo_now(__NR_readv, fd, O_RDONLY, &piece);
}

/*
 * Of any two neighbours among the kernel's 16 pages one would not have taken what begins the next, so that they hold more than a page
 * together: with so little inside there is room. Nobody else puts anything in, unless he opens the pipe through /proc/PID/fd.
 */
#define SURE_ROOM_BYTES (6 * PAGE_SIZE)

static int has_room(const struct open_file *file, uint64_t coming) {
    const struct pipe_buffer *pipe = pipe_of(file);
    const struct pipe_state *state = &pipe_states[file->offset];
    return !state->is_shared && !state->is_small &&
           pipe->written_count - pipe->read_count + coming <= SURE_ROOM_BYTES;
}

/* The plain call is much the quicker one. */
static long write_now(uint64_t fd, const struct open_file *file, struct iovec piece) {
    if (has_room(file, piece.iov_len)) {
        return call3(__NR_write, fd, piece.iov_base, piece.iov_len);
    }
    long answer = call6(__NR_pwritev2, fd, (uint64_t)&piece, 1, (uint64_t)-1, (uint64_t)-1, RWF_NOWAIT);
    return answer == -EOPNOTSUPP ? transfer_fifo_now(__NR_writev, fd, O_WRONLY, &piece) : answer;
}

static long wait_or_again(struct thread *thread, const struct open_file *file, short events) {
    if ((file->flags & O_NONBLOCK) != 0) {
        return -EAGAIN;
    }
    struct pollfd poll = {.fd = (int)ARGUMENT1(thread), .events = events};
    return interruptible_call(__NR_poll, (uint64_t)&poll, 1, (uint64_t)-1, 0, 0, 0);
}

OFTEN long pipe_read(struct thread *thread, struct open_file *file, struct iovec piece) {
    if (file->kind == FILE_PIPE_WRITE) {
        return -EBADF;
    }
    struct pipe_buffer *pipe = pipe_of(file);
    struct pipe_state *state = &pipe_states[file->offset];
    for (;;) {
        int is_held = lock_unless_alone(&state->lock);
        uint64_t inside = pipe->written_count - pipe->read_count;
        long answer = inside > 0 && !state->is_shared ? call3(__NR_read, ARGUMENT1(thread), piece.iov_base, piece.iov_len)
                                                      : read_now(ARGUMENT1(thread), file, piece);
        if (answer > 0) {
            uint64_t left = (uint64_t)answer < inside ? inside - (uint64_t)answer : 0;
            if (state->is_shared && left > 0) {
                left = still_held(ARGUMENT1(thread), left);
            }
            commit_store(thread, answer, &pipe->read_count, pipe->written_count - left);
        }
        release_unless_alone(&state->lock, is_held);
        if (answer != -EAGAIN) {
            return answer;
        }
        long waited = wait_or_again(thread, file, POLLIN);
        if (waited < 0) {
            return waited;
        }
    }
}

/*
 * An empty pipe is filled from the ring's first bytes again, which the processor still has at hand. A recovery that finds more read than written
 * does the second store (settle_ring).
 */
static void begin_ring_again(struct pipe_buffer *pipe) {
    uint64_t at = pipe->written_count % PIPE_BYTES;
    if (at >= PAGE_SIZE && pipe->read_count == pipe->written_count) {
        pipe->read_count += PIPE_BYTES - at;
        BARRIER();
        pipe->written_count = pipe->read_count;
        BARRIER();
    }
}

OFTEN long pipe_write(struct thread *thread, struct open_file *file, struct iovec piece) {
    if (file->kind == FILE_PIPE_READ) {
        return -EBADF;
    }
    struct pipe_buffer *pipe = pipe_of(file);
    struct pipe_state *state = &pipe_states[file->offset];
    for (;;) {
        int is_held = lock_unless_alone(&state->lock);
        int is_shared = state->is_shared;
        begin_ring_again(pipe);
        uint64_t space = is_shared ? PIPE_BYTES : PIPE_BYTES - (pipe->written_count - pipe->read_count);
        int atomic = piece.iov_len <= PAGE_SIZE; /* PIPE_BUF: all or nothing */
        struct iovec now = {.iov_base = piece.iov_base, .iov_len = piece.iov_len < space ? piece.iov_len : space};
        long answer = 0;
        if (piece.iov_len != 0) {
            answer = now.iov_len == 0 || (atomic && now.iov_len < piece.iov_len) ? -EAGAIN : write_now(ARGUMENT1(thread), file, now);
        }
        if (answer > 0) {
            if (is_shared) {
                make_room(ARGUMENT1(thread), pipe, (uint64_t)answer);
            }
            ring_put(pipe, piece.iov_base, (uint64_t)answer);
            commit_store(thread, answer, &pipe->written_count, pipe->written_count + (uint64_t)answer);
        }
        release_unless_alone(&state->lock, is_held);
        if (answer != -EAGAIN) {
            return answer;
        }
        long waited = wait_or_again(thread, file, POLLOUT);
        if (waited < 0) {
            return waited;
        }
    }
}
