/* open, close, dup, fcntl: calls that make, copy, change and end descriptors. */
#include <asm/ioctls.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>

#include "calls.h"
#include "file_locks.h"
#include "files.h"
#include "own_executable.h"
#include "paths.h"
#include "pipes.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8u
#define MFD_EXEC 16u
#endif

/* A file without a name gets one in the image directory; the kernel forbids that to O_EXCL ones, so the flag is dropped. */
static void keep_nameless(struct open_file *file, int fd) {
    char link[DESCRIPTOR_LINK_BYTES], kept[PATH_BYTES];
    descriptor_link(link, fd);
    if (keep_link(AT_FDCWD, link, AT_SYMLINK_FOLLOW, kept) == 0) {
        text_copy(file->path, PATH_BYTES, kept);
    } else {
        file->path[0] = 0; /* another file system: a recovery says that it cannot come back */
    }
}

static long open_at(struct thread *thread, int directory_fd, uint64_t path_address, uint64_t flags, uint64_t mode) {
    const char *path = (const char *)path_address; /* not read before the kernel has */
    uint64_t kernel_flags = flags;
    int nameless = (flags & O_TMPFILE) == O_TMPFILE;
    if (nameless) {
        kernel_flags &= ~(uint64_t)O_EXCL;
    } else if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
        if (kept_decision(thread) != 0) {
            kernel_flags &= ~(uint64_t)O_EXCL; /* the file is this call's own, made before the cut */
        } else if (call4(__NR_faccessat, directory_fd, path, 0, 0) == 0) {
            return -EEXIST;
        }
        remember(thread, 0, 0);
    }
    int is_decided = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL); /* waits for nobody: no signal keeps the decision from being used */
    long fd = is_decided ? call4(__NR_openat, (uint64_t)directory_fd, (uint64_t)path, kernel_flags, mode)
                         : undisturbed_call(__NR_openat, (uint64_t)directory_fd, (uint64_t)path, kernel_flags, mode, 0, 0);
    if (fd >= 0 && is_own_executable(path)) { /* the program asks for itself and must not meet the runtime */
        call1(__NR_close, fd);
        path = HEADER->program_path;
        fd = call4(__NR_openat, AT_FDCWD, path, kernel_flags, mode);
    }
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = file_allocate();
    file_describe(file, (int)fd, directory_fd, path, (int)flags);
    if (nameless) {
        keep_nameless(file, (int)fd);
    }
    if (is_fifo_mode(file->mode) && (flags & O_PATH) == 0 && pipe_opened(file) < 0) {
        call1(__NR_close, fd);
        file_release(file_number(file));
        return -ENFILE;
    }
    return fd_commit(thread, fd, file, (flags & O_CLOEXEC) != 0);
}

long call_open(struct thread *thread) {
    return open_at(thread, AT_FDCWD, ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread));
}

long call_openat(struct thread *thread) {
    return open_at(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread), ARGUMENT4(thread));
}

long call_creat(struct thread *thread) {
    return open_at(thread, AT_FDCWD, ARGUMENT1(thread), O_CREAT | O_WRONLY | O_TRUNC, ARGUMENT2(thread));
}

/* A file of the image directory, which goes with its last descriptor. Sealing it is refused by the kernel. */
long call_memfd_create(struct thread *thread) {
    const uint64_t known = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC;
    char path[PATH_BYTES];
    long fd = -EEXIST;
    if ((ARGUMENT2(thread) & ~known) != 0) {
        return -EINVAL;
    }
    if (!is_readable_text(ARGUMENT1(thread))) {
        return -EFAULT;
    }
    while (fd == -EEXIST) {
        next_kept_name(path);
        fd = open_path(path, O_RDWR | O_CREAT | O_EXCL | ((ARGUMENT2(thread) & MFD_CLOEXEC) != 0 ? O_CLOEXEC : 0));
    }
    if (fd < 0) {
        return fd;
    }
    call2(__NR_fchmod, fd, 0700);
    struct open_file *file = file_allocate();
    file_describe(file, (int)fd, AT_FDCWD, path, O_RDWR);
    text_copy(file->path, PATH_BYTES, path);
    return fd_commit(thread, fd, file, (ARGUMENT2(thread) & MFD_CLOEXEC) != 0);
}

static int is_own(uint64_t fd) { return fd == (uint64_t)pool_fd || fd == (uint64_t)tables_fd || fd == (uint64_t)image_directory_fd; }

/* What else names a descriptor that is being closed. Before the close counts: it waits here for an epoll_ctl that is under way. */
static void forget_descriptor(uint32_t fd, uint32_t file) {
    int last = file_used[file] == 1;
    if (last) {
        watches_forget(fd, file);
    }
    locks_closed(&FILES[file], last);
}

static long close_one(struct thread *thread, uint64_t fd, long result) {
    struct open_file *file = file_of(fd);
    if (is_own(fd)) {
        return -EBADF;
    }
    if (file == 0) {
        return call1(__NR_close, fd);
    }
    uint32_t number = file_number(file);
    forget_descriptor((uint32_t)fd, number);
    commit_store(thread, result, &FDS[fd].word, 0);
    call1(__NR_close, fd);
    file_release(number);
    return result;
}

long call_close(struct thread *thread) { return close_one(thread, (uint32_t)ARGUMENT1(thread), 0); }

long call_close_range(struct thread *thread) {
    uint64_t first = (uint32_t)ARGUMENT1(thread);
    uint64_t last = (uint32_t)ARGUMENT2(thread);
    if (first > last || ARGUMENT3(thread) != 0) {
        return -EINVAL;
    }
    for (uint64_t fd = first; fd <= last && fd < HEADER->fds_high; fd++) {
        uint64_t word = FDS[fd].word;
        if ((word & WORD_OPEN) != 0) {
            forget_descriptor((uint32_t)fd, word_file(word));
            FDS[fd].word = 0; /* repeating the call after a cut goes on with what is left */
            call1(__NR_close, fd);
            file_release(word_file(word));
        }
    }
    return 0;
}

static long dup_commit(struct thread *thread, uint64_t from, long to, int close_on_exec) {
    struct open_file *file = file_of(from);
    if (to < 0 || file == 0) {
        return to;
    }
    file_retain(file_number(file));
    return fd_commit(thread, to, file, close_on_exec);
}

long call_dup(struct thread *thread) {
    return dup_commit(thread, (uint32_t)ARGUMENT1(thread), call1(__NR_dup, ARGUMENT1(thread)), 0);
}

static long dup_onto(struct thread *thread, uint64_t from, uint64_t to, uint64_t flags) {
    if (is_own(to) || is_own(from)) {
        return -EBADF;
    }
    if (from == to || (flags & ~(uint64_t)O_CLOEXEC) != 0) {
        return -EINVAL;
    }
    struct open_file *old = file_of(to);
    if (old != 0 && file_of(from) != 0) {
        forget_descriptor((uint32_t)to, file_number(old));
    }
    long answer = call3(__NR_dup3, from, to, flags);
    if (answer < 0) {
        return answer;
    }
    answer = dup_commit(thread, from, answer, (flags & O_CLOEXEC) != 0);
    if (old != 0 && file_of(from) == 0) { /* one that a message has brought */
        forget_descriptor((uint32_t)to, file_number(old));
        commit_store(thread, answer, &FDS[to].word, 0);
    }
    if (old != 0) {
        file_release(file_number(old));
    }
    return answer;
}

long call_dup2(struct thread *thread) {
    uint64_t from = (uint32_t)ARGUMENT1(thread);
    uint64_t to = (uint32_t)ARGUMENT2(thread);
    if (from == to) {
        return file_of(from) != 0 ? (long)to : -EBADF;
    }
    return dup_onto(thread, from, to, 0);
}

long call_dup3(struct thread *thread) {
    return dup_onto(thread, (uint32_t)ARGUMENT1(thread), (uint32_t)ARGUMENT2(thread), ARGUMENT3(thread));
}

static long set_status_flags(struct thread *thread, struct open_file *file, uint64_t wanted) {
    if (is_pipe(file) && (wanted & O_DIRECT) != 0) {
        return -EINVAL; /* packets: what a short read leaves of one is gone, and the image would not know */
    }
    long answer = call3(__NR_fcntl, ARGUMENT1(thread), F_SETFL, wanted);
    if (answer == 0) {
        file->flags = (file->flags & ~STATUS_FLAGS) | ((uint32_t)wanted & STATUS_FLAGS);
    }
    return answer;
}

long call_fcntl(struct thread *thread) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    uint64_t command = (uint32_t)ARGUMENT2(thread);
    struct open_file *file = file_of(fd);
    if (file == 0) {
        return is_own(fd) ? -EBADF : is_lock_command(command) ? pass_through(thread) : as_it_is(thread);
    }
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
        return dup_commit(thread, fd, call3(__NR_fcntl, fd, command, ARGUMENT3(thread)), command == F_DUPFD_CLOEXEC);
    }
    if (is_lock_command(command)) {
        return fcntl_lock(thread, file);
    }
    if (command == F_SETFL) {
        return set_status_flags(thread, file, ARGUMENT3(thread));
    }
    if (command == F_SETPIPE_SZ && is_pipe(file)) {
        return pipe_resize(thread, file);
    }
    long answer = as_it_is(thread);
    if (command == F_SETFD && answer == 0) {
        commit_store(thread, 0, &FDS[fd].word, fd_word(file, (ARGUMENT3(thread) & 1) != 0));
    }
    return answer;
}

long call_ioctl(struct thread *thread) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    struct open_file *file = file_of(fd);
    long answer = pass_through(thread);
    if (file != 0 && answer == 0 && (uint32_t)ARGUMENT2(thread) == FIONBIO) {
        int on = *(const int *)ARGUMENT3(thread);
        file->flags = on ? file->flags | O_NONBLOCK : file->flags & ~(uint32_t)O_NONBLOCK;
    }
    return answer;
}
