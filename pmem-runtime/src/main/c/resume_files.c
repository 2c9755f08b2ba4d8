/*
 * Descriptors after a failure. Each open file description that a descriptor or a mapping names is made once, then
 * duplicated to its numbers. Nothing is taken from the dead process but what the tables say.
 */
#include <asm/socket.h>
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/net.h>

#include "events.h"
#include "files.h"
#include "inotify.h"
#include "mappings.h"
#include "paths.h"
#include "pipes.h"
#include "resume.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"
#include "waiting_signals.h"
#include "watches.h"

#define SOCK_STREAM 1
#define NAME_OFFSET 2 /* of the path in a struct sockaddr_un */

/* Volatile: the descriptor that first carried each open file, plus 1; 0 = not made yet. */
static int made[FILE_CAPACITY];

/* A standard stream that was opened by its name too may be a FIFO; a recovery does not wait for somebody at its other end. */
static long open_without_waiting(struct open_file *file, uint64_t flags) {
    if (file->kind != FILE_DEVICE || (flags & O_PATH) != 0) {
        return reopen_by_name(file, flags);
    }
    long fd = reopen_by_name(file, flags | O_NONBLOCK);
    if (fd == -ENXIO && is_fifo_mode(file->mode)) { /* nobody reads: for as long as it is being opened, we do */
        long reader = reopen_by_name(file, (flags & ~(uint64_t)O_ACCMODE) | O_RDWR | O_NONBLOCK);
        fd = reader < 0 ? reader : reopen_by_name(file, flags | O_NONBLOCK);
        call1(__NR_close, reader);
    }
    if (fd >= 0) {
        call3(__NR_fcntl, fd, F_SETFL, file->flags & STATUS_FLAGS);
    }
    return fd;
}

static long reopen(struct open_file *file) {
    long fd = open_without_waiting(file, file->flags | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (fd < 0 || call2(__NR_fstat, fd, &status) < 0) {
        fail(START_FAILED, "cannot open a file of the program again", file->path, fd);
    }
    int from_the_kernel = memcmp(file->path, "/proc/", 6) == 0; /* made anew for every process: has no identity to keep */
    if (file->kind == FILE_REGULAR && !from_the_kernel &&
        (status.st_ino != file->inode || status.st_dev != file->device)) {
        fail(START_FAILED, "a file of the program has been replaced since the cut", file->path, 0);
    }
    if (file->kind != FILE_DEVICE) {
        call3(__NR_lseek, fd, file->offset, 0);
    }
    return fd;
}

/* A stream socket whose peer has gone with data unread: reads answer ECONNRESET, writes EPIPE, epoll sees it at once. */
static long make_reset_connection(const struct open_file *file) {
    int ends[2];
    long answer = call4(__NR_socketpair, FAMILY_UNIX, SOCK_STREAM | O_CLOEXEC, 0, ends);
    if (answer < 0) {
        return answer;
    }
    call3(__NR_write, ends[0], "", 1);
    call1(__NR_close, ends[1]);
    call3(__NR_fcntl, ends[0], F_SETFL, O_RDWR | (file->flags & O_NONBLOCK));
    return ends[0];
}

static void set_option(long fd, const struct socket_option *option) {
    if (option->length != 0) {
        call5(__NR_setsockopt, fd, option->level, option->name, option->value, option->length);
    }
}

/* A name in the file system is there already, left behind by the process that died; anything else by that name is not ours to remove. */
static long bind_name(long fd, const struct open_file *file) {
    const char *name = (const char *)file->address + NAME_OFFSET;
    struct stat status;
    long answer = file->path[0] != 0 ? call1(__NR_chdir, file->path) : 0;
    if (answer < 0) {
        return answer;
    }
    if (call2(__NR_lstat, name, &status) == 0 && (status.st_mode & 0170000) == 0140000) {
        call1(__NR_unlink, name);
    }
    answer = call3(__NR_bind, fd, file->address, file->address_length);
    call1(__NR_chdir, working_directory());
    return answer;
}

static long make_socket(const struct open_file *file) {
    uint64_t type = (uint64_t)file->type | O_CLOEXEC | (file->flags & O_NONBLOCK);
    long fd = call3(__NR_socket, file->domain, type, file->protocol);
    if (fd < 0) {
        return fd;
    }
    for (unsigned i = 0; i < SOCKET_OPTION_CAPACITY; i++) {
        set_option(fd, &file->options[i]);
    }
    if (file->address_length == 0) {
        return fd;
    }
    int has_name = file->domain == FAMILY_UNIX && file->address_length > NAME_OFFSET && file->address[NAME_OFFSET] != 0;
    struct socket_option reuse = {.level = SOL_SOCKET, .name = SO_REUSEADDR, .length = 4, .value = {1}};
    set_option(fd, &reuse);
    long answer = has_name ? bind_name(fd, file) : call3(__NR_bind, fd, file->address, file->address_length);
    if (answer == 0 && file->kind == FILE_LISTENER) {
        answer = call2(__NR_listen, fd, file->backlog);
    }
    return answer < 0 ? answer : fd;
}

/* Another stream than before: a pipe that is opened through /dev/fd is known by what it is now. */
static long take_stream(struct open_file *file) {
    struct stat status;
    if (call2(__NR_fstat, file->inherited_fd, &status) == 0) {
        file->mode = status.st_mode;
        file->device = status.st_dev;
        file->inode = status.st_ino;
    }
    return call3(__NR_fcntl, file->inherited_fd, F_DUPFD_CLOEXEC, HEADER->fds_high);
}

static long make_file(struct open_file *file) {
    switch (file->kind) {
    case FILE_REGULAR:
    case FILE_DIRECTORY:
    case FILE_DEVICE:
        return reopen(file);
    case FILE_INHERITED:
        return take_stream(file);
    case FILE_EVENTFD: {
        long fd = call2(__NR_eventfd2, 0, file->flags | EFD_CLOEXEC);
        if (fd >= 0 && file->offset != 0) {
            call3(__NR_write, fd, &file->offset, 8);
        }
        return fd;
    }
    case FILE_TIMERFD:
        return make_timerfd(file);
    case FILE_INOTIFY:
        return inotify_again(file);
    case FILE_SIGNALFD:
        return signalfd_again(file);
    case FILE_EPOLL:
        return call1(__NR_epoll_create1, EPOLL_CLOEXEC);
    case FILE_SOCKET:
    case FILE_LISTENER:
        return make_socket(file);
    case FILE_CONNECTION:
        return make_reset_connection(file);
    default:
        return -EINVAL;
    }
}

void keep_made(uint32_t number, long fd, uint64_t first_free) {
    if (fd < 0) {
        fail(START_FAILED, "cannot make a descriptor of the program again",
             FILES[number].path[0] != 0 ? FILES[number].path : "socket, pipe or event", fd);
    }
    if ((uint64_t)fd < first_free) { /* out of the way of the numbers that are still to come */
        long moved = call3(__NR_fcntl, fd, F_DUPFD_CLOEXEC, first_free);
        if (moved < 0) {
            fail(START_FAILED, "too many open files", "fcntl", moved);
        }
        call1(__NR_close, fd);
        fd = moved;
    }
    made[number] = (int)fd + 1;
}

/* Which files are named; words of calls that did not count, and files that nothing names, go. */
static void count_references(void) {
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        uint64_t word = FDS[fd].word;
        if ((word & WORD_OPEN) == 0) {
            continue;
        }
        const struct open_file *file = &FILES[word_file(word)];
        int half_made = is_pipe(file) && pipe_of(file)->used == 0;
        if (file->kind == FILE_FREE || half_made) {
            FDS[fd].word = 0;
        } else {
            file_retain(word_file(word));
        }
    }
    const struct mapping_index *index = mappings_now();
    for (uint64_t i = 0; i < index->count; i++) {
        if (index->entries[i].kind == MAPPING_FILE) {
            mapping_keeps_file(index->entries[i].file);
        }
    }
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (file_used[i] == 0) {
            forget_file(&FILES[i]);
        }
    }
}

static void resume_watches(void) {
    for (uint32_t i = watch_seek(0); i < WATCH_CAPACITY; i = watch_seek(i + 1)) {
        struct epoll_watch *watch = &WATCHES[i];
        if (watch->epoll_file == 0 || watch->epoll_file == WATCH_DELETED) {
            continue;
        }
        uint32_t epoll = watch->epoll_file - 1;
        const struct open_file *file = file_of(watch->fd);
        if (made[epoll] == 0 || file == 0 || file_number(file) != watch->file) {
            *watch_key(watch) = WATCH_DELETED;
            continue;
        }
        if (watch_resumed(watch)) {
            continue;
        }
        struct epoll_event event = watch_told(watch, (struct epoll_event){.events = watch->events, .data = watch->data});
        long answer = call4(__NR_epoll_ctl, made[epoll] - 1, EPOLL_CTL_ADD, watch->fd, &event);
        if (answer < 0) {
            fail(START_FAILED, "cannot watch a descriptor again", "epoll_ctl", answer);
        }
        watch_armed(watch, watch->data);
    }
}

void resume_files(void) {
    uint64_t first_free = HEADER->fds_high + 3;
    count_references();
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (file_used[i] != 0 && !is_pipe(&FILES[i])) {
            keep_made(i, make_file(&FILES[i]), first_free);
        }
    }
    resume_pipes(first_free);
    for (uint64_t fd = 0; fd < 3; fd++) {
        if ((FDS[fd].word & WORD_OPEN) == 0) {
            call1(__NR_close, fd);
        }
    }
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        uint64_t word = FDS[fd].word;
        if ((word & WORD_OPEN) != 0) {
            long answer = call3(__NR_dup3, made[word_file(word)] - 1, fd, (word & WORD_CLOSE_ON_EXEC) != 0 ? O_CLOEXEC : 0);
            if (answer < 0) {
                fail(START_FAILED, "cannot give a descriptor its number again", "dup3", answer);
            }
        }
    }
    collect_kept();
    resume_watches();
    for (uint32_t i = 0; i < HEADER->files_high; i++) {
        if (made[i] != 0) {
            call1(__NR_close, made[i] - 1);
        }
    }
}
