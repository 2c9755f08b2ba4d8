#include "files.h"

#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#include "inotify.h"
#include "mappings.h"
#include "often.h"
#include "paths.h"
#include "pipes.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

struct lock file_locks[FILE_CAPACITY];
uint32_t file_used[FILE_CAPACITY];
uint8_t file_shared[FILE_CAPACITY];
static struct lock allocation_lock;
static uint32_t allocation_cursor;

/* But for the options, which only sockets have, and what is behind the ends of the paths: that is much, and opens are often. */
static struct open_file *cleared(struct open_file *file) {
    memset(file, 0, offsetof(struct open_file, options));
    memset(&file->clock, 0, offsetof(struct open_file, path) + 1 - offsetof(struct open_file, clock));
    file->other_path[0] = 0;
    return file;
}

PLAIN_RETURN struct open_file *file_allocate(void) {
    int is_held = lock_unless_alone(&allocation_lock);
    for (uint32_t tried = 0; tried < FILE_CAPACITY; tried++) {
        uint32_t number = allocation_cursor;
        allocation_cursor = (allocation_cursor + 1) % FILE_CAPACITY;
        if (file_used[number] == 0) {
            file_used[number] = 1;
            file_shared[number] = 0;
            if (number >= HEADER->files_high) { /* under the lock: a recovery looks at no entry above */
                HEADER->files_high = number + 1;
            }
            release_unless_alone(&allocation_lock, is_held);
            return cleared(&FILES[number]);
        }
    }
    fail(255, "out of open file descriptions", "the image's file table is full", 0);
}

void file_retain(uint32_t file) { __atomic_add_fetch(&file_used[file], 1, __ATOMIC_RELAXED); }

/*
 * file_used counts one for the allocation itself until the first descriptor takes it over, then one for each name. The
 * last name clears the entry before it gives it up: with a count of 0 it is the next allocation's.
 */
PLAIN_RETURN void file_release(uint32_t file) {
    uint32_t names = __atomic_load_n(&file_used[file], __ATOMIC_ACQUIRE);
    while (names > 1) {
        if (__atomic_compare_exchange_n(&file_used[file], &names, names - 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            return;
        }
    }
    int was_pipe = is_pipe(&FILES[file]);
    uint32_t kind = FILES[file].kind;
    forget_file(&FILES[file]);
    if (kind == FILE_INOTIFY) {
        inotify_closed(&FILES[file]);
    }
    if (kind == FILE_EPOLL) {
        watches_forget_epoll(file);
    } else if (was_pipe) {
        pipe_end_released(FILES[file].offset);
    }
    int is_held = lock_unless_alone(&allocation_lock);
    file_used[file] = 0;
    if (file < allocation_cursor) {
        allocation_cursor = file;
    }
    release_unless_alone(&allocation_lock, is_held);
}

/* Such a socket keeps nothing in the table that a transfer changes, and hands no descriptors on, as those of the unix family do. */
static int only_passes(const struct open_file *file) {
    return file->domain > FAMILY_UNIX && (file->kind == FILE_SOCKET || file->kind == FILE_LISTENER || file->kind == FILE_CONNECTION);
}

uint64_t fd_word(const struct open_file *file, int close_on_exec) {
    return ((uint64_t)file_number(file) << 32) | WORD_OPEN | (close_on_exec ? WORD_CLOSE_ON_EXEC : 0) | (only_passes(file) ? WORD_ONLY_PASSES : 0);
}

static void note_high(uint64_t fd) {
    uint32_t seen = HEADER->fds_high;
    while (fd >= seen &&
           !__atomic_compare_exchange_n(&HEADER->fds_high, &seen, (uint32_t)fd + 1, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
}

PLAIN_RETURN long fd_commit(struct thread *thread, long fd, struct open_file *file, int close_on_exec) {
    ASSERT(fd >= 0 && fd < (long)FD_CAPACITY);
    note_high((uint64_t)fd);
    commit_store(thread, fd, &FDS[fd].word, fd_word(file, close_on_exec));
    return fd;
}

void fd_publish(int fd, struct open_file *file, int close_on_exec) {
    note_high((uint64_t)fd);
    FDS[fd].word = fd_word(file, close_on_exec);
}

static uint32_t kind_of_mode(uint32_t mode) {
    if ((mode & 0170000) == 0100000) {
        return FILE_REGULAR;
    }
    return (mode & 0170000) == 0040000 ? FILE_DIRECTORY : FILE_DEVICE;
}

void file_describe(struct open_file *file, int fd, int directory_fd, const char *path, int flags) {
    struct stat status;
    long answer = call2(__NR_fstat, fd, &status);
    ASSERT(answer == 0);
    file->flags = (uint32_t)flags & ~(uint32_t)(O_CREAT | O_EXCL | O_TRUNC | O_NOCTTY | O_CLOEXEC);
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        file->flags &= ~(uint32_t)O_TMPFILE;
    }
    file->mode = status.st_mode;
    file->device = status.st_dev;
    file->inode = status.st_ino;
    absolute_path(file->path, directory_fd, path);
    uint32_t kind = kind_of_mode(status.st_mode);
    BARRIER();
    file->kind = kind;
}

long describe_file_mapping(int fd, uint32_t flags, uint64_t offset, struct mapping *mapping) {
    struct stat status;
    long answer = call2(__NR_fstat, fd, &status);
    if (answer < 0) {
        return answer;
    }
    if ((flags & MAP_TYPE) == MAP_PRIVATE) {
        if ((status.st_mode & 0170000) != 0100000 && (status.st_mode & 0170000) != 0020000) {
            return -ENODEV;
        }
        return 0;
    }
    struct open_file *file = file_of((uint64_t)fd);
    if (file == 0) {
        return -ENODEV;
    }
    mapping->kind = MAPPING_FILE;
    mapping->file = file_number(file);
    mapping->file_offset = offset;
    file_retain(mapping->file); /* until the mapping is made, or not */
    return 0;
}

int descriptors_in_place;

/* While the program runs its own descriptor serves: to close another one would drop the process's locks on the file. */
static long descriptor_of(uint32_t file) {
    for (uint64_t fd = 0; descriptors_in_place && fd < HEADER->fds_high; fd++) {
        if ((FDS[fd].word & WORD_OPEN) != 0 && word_file(FDS[fd].word) == file) {
            return (long)fd;
        }
    }
    return -1;
}

long map_shared_file(const struct mapping *mapping) {
    const struct open_file *file = &FILES[mapping->file];
    long own = descriptor_of(mapping->file);
    if (own >= 0) {
        return call6(__NR_mmap, mapping->start, mapping->end - mapping->start, mapping->prot, MAP_SHARED | MAP_FIXED,
                     (uint64_t)own, mapping->file_offset);
    }
    int writable = (file->flags & O_ACCMODE) != O_RDONLY;
    long fd = open_path(file->path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) {
        return fd;
    }
    long answer = call6(__NR_mmap, mapping->start, mapping->end - mapping->start, mapping->prot, MAP_SHARED | MAP_FIXED,
                        (uint64_t)fd, mapping->file_offset);
    call1(__NR_close, fd);
    return answer;
}
