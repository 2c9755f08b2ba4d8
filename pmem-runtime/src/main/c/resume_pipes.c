/*
 * Pipes and FIFOs after a failure. What was inside is put into them again where it waits for this process, unless it is still there: a FIFO
 * that another process holds open keeps its bytes in the kernel.
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

/* What is known of a pipe while its ends are made. */
struct remade {
    long fd;     /* all ends can be opened through it without waiting */
    int ends[2]; /* of pipe2, to be given away; -1 = given, or this is a FIFO */
};

static int has_end(uint32_t pipe, uint32_t one_kind) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (is_end_of(&FILES[i], pipe) && (FILES[i].kind == one_kind || FILES[i].kind == FILE_PIPE_BOTH)) {
            return 1;
        }
    }
    return 0;
}

static int is_at(const char *path, const struct open_file *file) {
    struct stat status;
    return path[0] == '/' && call4(__NR_newfstatat, AT_FDCWD, path, &status, 0) == 0 && is_fifo_mode(status.st_mode) &&
           status.st_ino == file->inode && status.st_dev == file->device;
}

static void settle_names_of(uint32_t pipe) {
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (is_end_of(&FILES[i], pipe) && FILES[i].other_path[0] != 0) {
            settle_name(&FILES[i], !is_at(FILES[i].path, &FILES[i]));
        }
    }
}

/* A description of the FIFO, or -1: its name is gone or another's, so that nobody else can open it. */
static long open_named(const struct open_file *file, uint32_t access) {
    if (!is_at(file->path, file)) {
        return -1;
    }
    long fd = call3(__NR_open, file->path, access | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) {
        fail(START_FAILED, "cannot open a FIFO of the program again", file->path, fd);
    }
    return fd;
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
            fail(START_FAILED, "cannot fill a pipe again (where it answers -11, see pipe-user-pages-soft in pipe(7))", "write", written);
        }
        at += (uint64_t)written;
    }
    call1(__NR_close, fd);
}

static uint32_t access_of(const struct open_file *file) {
    return file->kind == FILE_PIPE_READ ? O_RDONLY : file->kind == FILE_PIPE_WRITE ? O_WRONLY : O_RDWR;
}

/* The ends of pipe2 know RWF_NOWAIT; what is opened through /proc does not. */
static long make_end(struct remade *made, const struct open_file *file) {
    int *end = file->kind == FILE_PIPE_READ ? &made->ends[0] : &made->ends[1];
    long fd = *end;
    if (file->kind == FILE_PIPE_BOTH || fd < 0) {
        fd = open_again(made->fd, access_of(file) | O_NONBLOCK);
    } else {
        *end = -1;
    }
    call3(__NR_fcntl, fd, F_SETFL, file->flags & STATUS_FLAGS & ~(uint32_t)O_DIRECT);
    return fd;
}

/* A pipe without a name is another one now; /dev/fd finds it by what it is. */
static void make_ends(uint32_t pipe, struct remade *made, uint64_t first_free) {
    struct stat status;
    long answer = call2(__NR_fstat, made->fd, &status);
    ASSERT(answer == 0);
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (is_end_of(&FILES[i], pipe)) {
            pipe_states[pipe].ends++;
            FILES[i].device = status.st_dev;
            FILES[i].inode = status.st_ino;
            keep_made(i, make_end(made, &FILES[i]), first_free);
        }
    }
}

/* See begin_ring_again. */
static void settle_ring(struct pipe_buffer *pipe) {
    if (pipe->read_count > pipe->written_count) {
        pipe->written_count = pipe->read_count;
    }
}

/* Where nobody here writes and nothing is inside, a FIFO is not opened for writing even for a moment: its reader would see a writer go. */
static struct remade make_pipe(uint32_t pipe) {
    struct remade made = {.ends = {-1, -1}};
    settle_names_of(pipe);
    int only_reads = !has_end(pipe, FILE_PIPE_WRITE) && PIPES[pipe].read_count == PIPES[pipe].written_count;
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        made.fd = is_end_of(&FILES[i], pipe) ? open_named(&FILES[i], only_reads ? O_RDONLY : O_RDWR) : -1;
        if (made.fd >= 0) {
            pipe_states[pipe].is_shared = 1;
            return made;
        }
    }
    long answer = call2(__NR_pipe2, made.ends, O_CLOEXEC);
    if (answer < 0) {
        fail(START_FAILED, "cannot make a pipe again", "pipe2", answer);
    }
    made.fd = open_again(made.ends[0], O_RDWR | O_NONBLOCK);
    if (made.fd < 0) {
        fail(START_FAILED, "cannot open a pipe again", "/proc/self/fd", made.fd);
    }
    return made;
}

static void close_rest(const struct remade *made) {
    call1(__NR_close, made->fd);
    for (int end = 0; end < 2; end++) {
        if (made->ends[end] >= 0) {
            call1(__NR_close, made->ends[end]);
        }
    }
}

void resume_pipes(uint64_t first_free) {
    for (uint32_t pipe = 0; pipe < HEADER->pipes_high; pipe++) {
        int is_read = has_end(pipe, FILE_PIPE_READ);
        if (PIPES[pipe].used == 0 || (!is_read && !has_end(pipe, FILE_PIPE_WRITE))) {
            PIPES[pipe].used = 0;
            continue;
        }
        settle_ring(&PIPES[pipe]);
        struct remade made = make_pipe(pipe);
        if (is_read) {
            fill_pipe(&PIPES[pipe], made.fd);
        } else { /* what was inside was somebody else's, who is gone or has it */
            PIPES[pipe].read_count = PIPES[pipe].written_count;
        }
        note_pipe_size(pipe, made.fd);
        make_ends(pipe, &made, first_free);
        close_rest(&made);
    }
}
