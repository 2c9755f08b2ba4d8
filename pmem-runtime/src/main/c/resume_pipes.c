/*
 * Pipes and FIFOs after a failure. What was inside is put into them again, unless it is still there: a FIFO that another process holds
 * open keeps its bytes in the kernel.
 */
#include <asm/ioctls.h>
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>

#include "files.h"
#include "paths.h"
#include "pipes.h"
#include "resume.h"
#include "syscalls.h"
#include "text.h"

static int is_end_of(const struct open_file *file, uint32_t pipe) {
    return is_pipe(file) && file->offset == pipe && file_used[file_number(file)] != 0;
}

/* A description of the FIFO for reading and writing, or -1: its name is gone or another's, so that nobody else can open it. */
static long open_named(struct open_file *file) {
    struct stat status;
    if (file->path[0] == 0 || text_equal(file->path, GONE_PATH)) {
        return -1;
    }
    long fd = reopen_by_name(file, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && call2(__NR_fstat, fd, &status) == 0 && is_fifo_mode(status.st_mode) && status.st_ino == file->inode &&
        status.st_dev == file->device) {
        return fd;
    }
    if (fd >= 0) {
        call1(__NR_close, fd);
    }
    return -1;
}

static long open_again(long pipe_fd, uint32_t flags) {
    char link[40] = "/proc/self/fd/";
    put_number(link + text_length(link), (uint64_t)pipe_fd);
    return call3(__NR_open, link, flags | O_CLOEXEC, 0);
}

/* Not blocking: a user beyond the kernel's pipe-user-pages-soft gets pipes that hold less, and must not wait for ever. */
static void fill_pipe(const struct pipe_buffer *pipe, long pipe_fd) {
    int inside = 0;
    if (pipe->read_count == pipe->written_count || (call3(__NR_ioctl, pipe_fd, FIONREAD, &inside) == 0 && inside != 0)) {
        return;
    }
    long fd = open_again(pipe_fd, O_WRONLY | O_NONBLOCK);
    for (uint64_t at = pipe->read_count; at < pipe->written_count;) {
        uint64_t place = at % PIPE_BYTES;
        uint64_t piece = pipe->written_count - at;
        piece = piece < PIPE_BYTES - place ? piece : PIPE_BYTES - place;
        long written = fd < 0 ? fd : call3(__NR_write, fd, pipe->bytes + place, piece);
        if (written <= 0) {
            fail(START_FAILED, "cannot fill a pipe again (with -11, see pipe(7): pipe-user-pages-soft)", "write", written);
        }
        at += (uint64_t)written;
    }
    call1(__NR_close, fd);
}

static uint32_t access_of(const struct open_file *file) {
    return file->kind == FILE_PIPE_READ ? O_RDONLY : file->kind == FILE_PIPE_WRITE ? O_WRONLY : O_RDWR;
}

/* A pipe without a name is another one now; /dev/fd finds it by what it is. */
static void make_ends(uint32_t pipe, long pipe_fd, uint64_t first_free) {
    struct stat status;
    long answer = call2(__NR_fstat, pipe_fd, &status);
    ASSERT(answer == 0);
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (is_end_of(&FILES[i], pipe)) {
            pipe_ends[pipe]++;
            FILES[i].device = status.st_dev;
            FILES[i].inode = status.st_ino;
            keep_made(i, open_again(pipe_fd, access_of(&FILES[i]) | (FILES[i].flags & O_NONBLOCK)), first_free);
        }
    }
}

/* A description through which all ends can be opened without waiting, and which keeps both directions open until they are. */
static long make_pipe(uint32_t pipe) {
    int ends[2];
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        long named = is_end_of(&FILES[i], pipe) ? open_named(&FILES[i]) : -1;
        if (named >= 0) {
            return named;
        }
    }
    long answer = call2(__NR_pipe2, ends, O_CLOEXEC);
    if (answer < 0) {
        fail(START_FAILED, "cannot make a pipe again", "pipe2", answer);
    }
    long both = open_again(ends[0], O_RDWR | O_NONBLOCK);
    call1(__NR_close, ends[0]);
    call1(__NR_close, ends[1]);
    if (both < 0) {
        fail(START_FAILED, "cannot open a pipe again", "/proc/self/fd", both);
    }
    return both;
}

void resume_pipes(uint64_t first_free) {
    for (uint32_t pipe = 0; pipe < HEADER->pipes_high; pipe++) {
        int needed = 0;
        for (uint32_t i = 0; i < HEADER->files_high; i++) {
            needed |= is_end_of(&FILES[i], pipe);
        }
        if (PIPES[pipe].used == 0 || !needed) {
            PIPES[pipe].used = 0;
            continue;
        }
        long pipe_fd = make_pipe(pipe);
        fill_pipe(&PIPES[pipe], pipe_fd);
        make_ends(pipe, pipe_fd, first_free);
        call1(__NR_close, pipe_fd);
    }
}
