/*
 * inotify: the watches are kept with the paths that they were made for, and made again under their numbers. Events that waited in the
 * kernel, and changes while the power was off, are lost.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/inotify.h>

#include "calls.h"
#include "files.h"
#include "inotify.h"
#include "lock.h"
#include "paths.h"
#include "syscalls.h"
#include "text.h"

#define WATCH_NUMBER_MAX 65536

static struct lock inotify_lock;

static uint64_t word_of(const struct open_file *file, uint64_t watch) { return (file_number(file) + 1) | watch << 32; }

static long make_inotify(struct thread *thread, uint64_t flags) {
    long fd = call1(__NR_inotify_init1, flags);
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = file_allocate();
    file->flags = (uint32_t)flags & O_NONBLOCK;
    file->kind = FILE_INOTIFY;
    return fd_commit(thread, fd, file, (flags & IN_CLOEXEC) != 0);
}

long call_inotify_init(struct thread *thread) { return make_inotify(thread, 0); }
long call_inotify_init1(struct thread *thread) { return make_inotify(thread, ARGUMENT1(thread)); }

static struct inotify_watch *entry_of(uint64_t word) {
    for (uint32_t i = 0; i < HEADER->inotify_high; i++) {
        if (INOTIFY[i].word == word) {
            return &INOTIFY[i];
        }
    }
    if (HEADER->inotify_high < INOTIFY_CAPACITY && word == 0) {
        INOTIFY[HEADER->inotify_high].word = 0;
        return &INOTIFY[HEADER->inotify_high++];
    }
    return 0;
}

static long add(struct thread *thread, const struct open_file *file) {
    uint64_t mask = (uint32_t)ARGUMENT3(thread);
    struct inotify_watch *fresh = entry_of(0);
    if (fresh == 0) {
        return -ENOSPC;
    }
    long watch = as_it_is(thread);
    if (watch < 0) {
        return watch;
    }
    struct inotify_watch *old = entry_of(word_of(file, (uint64_t)watch));
    if (old != 0) {
        old->mask = (mask & IN_MASK_ADD) != 0 ? old->mask | mask : mask;
        return watch;
    }
    fresh->mask = mask & ~(uint64_t)IN_MASK_CREATE;
    absolute_path(fresh->path, AT_FDCWD, (const char *)ARGUMENT2(thread));
    commit_store(thread, watch, &fresh->word, word_of(file, (uint64_t)watch));
    return watch;
}

long call_inotify_add_watch(struct thread *thread) {
    const struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    if (file == 0 || file->kind != FILE_INOTIFY || ARGUMENT2(thread) < PAGE_SIZE) {
        return as_it_is(thread);
    }
    lock_acquire(&inotify_lock);
    long answer = add(thread, file);
    lock_release(&inotify_lock);
    return answer;
}

long call_inotify_rm_watch(struct thread *thread) {
    const struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    if (file == 0 || file->kind != FILE_INOTIFY) {
        return as_it_is(thread);
    }
    lock_acquire(&inotify_lock);
    struct inotify_watch *entry = entry_of(word_of(file, (uint32_t)ARGUMENT2(thread)));
    long answer = as_it_is(thread);
    if (entry != 0) {
        commit_store(thread, answer, &entry->word, 0);
    }
    lock_release(&inotify_lock);
    return answer;
}

void inotify_closed(const struct open_file *file) {
    lock_acquire(&inotify_lock);
    for (uint32_t i = 0; i < HEADER->inotify_high; i++) {
        if ((uint32_t)INOTIFY[i].word == file_number(file) + 1) {
            INOTIFY[i].word = 0;
        }
    }
    lock_release(&inotify_lock);
}

static uint64_t greatest_number(const struct open_file *file) {
    uint64_t greatest = 0;
    for (uint32_t i = 0; i < HEADER->inotify_high; i++) {
        uint64_t number = INOTIFY[i].word >> 32;
        if ((uint32_t)INOTIFY[i].word == file_number(file) + 1 && number > greatest) {
            greatest = number;
        }
    }
    return greatest;
}

/* The kernel counts numbers up: one that is not in use is taken and given back. */
static void skip_number(long fd) {
    char path[40] = "/proc/self/fd/";
    put_number(path + text_length(path), (uint64_t)image_directory_fd);
    long watch = call3(__NR_inotify_add_watch, fd, path, IN_DELETE_SELF);
    call2(__NR_inotify_rm_watch, fd, watch);
}

long inotify_again(const struct open_file *file) {
    static uint8_t events[4096];
    long fd = call1(__NR_inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
    uint64_t greatest = greatest_number(file);
    if (fd < 0 || greatest > WATCH_NUMBER_MAX) {
        return fd < 0 ? fd : -ENOSPC;
    }
    for (uint64_t number = 1; number <= greatest; number++) {
        struct inotify_watch *entry = entry_of(word_of(file, number));
        long watch = entry == 0 ? -1 : call3(__NR_inotify_add_watch, fd, entry->path, entry->mask & ~(uint64_t)IN_MASK_ADD);
        if (watch < 0) { /* never used, or what it watched has gone */
            skip_number(fd);
        } else if (watch != (long)number) {
            return -EINVAL;
        }
        if (entry != 0 && watch < 0) {
            entry->word = 0;
        }
    }
    while (call3(__NR_read, fd, events, sizeof events) > 0) { /* the notices of the numbers given back */
    }
    call3(__NR_fcntl, fd, F_SETFL, file->flags & O_NONBLOCK);
    return fd;
}
