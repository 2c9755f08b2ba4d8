/* epoll: what a set watches is kept in the image, with what has fired of it; see watches.h. */
#include <linux/errno.h>
#include <linux/eventpoll.h>

#include "calls.h"
#include "files.h"
#include "finish.h"
#include "often.h"
#include "program_memory.h"
#include "syscalls.h"
#include "watches.h"

static long make_epoll(struct thread *thread, uint64_t flags) {
    long fd = call1(__NR_epoll_create1, flags);
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = file_allocate();
    file->kind = FILE_EPOLL;
    return fd_commit(thread, fd, file, (flags & EPOLL_CLOEXEC) != 0);
}

long call_epoll_create(struct thread *thread) {
    return (int)ARGUMENT1(thread) <= 0 ? -EINVAL : make_epoll(thread, 0);
}

long call_epoll_create1(struct thread *thread) { return make_epoll(thread, ARGUMENT1(thread)); }

/* The descriptor, in the set, becomes `wanted`; before the commit of the caller nobody's wait can have told of it. */
static long tell(const struct thread *thread, const struct epoll_watch *watch, int operation, struct epoll_event wanted) {
    struct epoll_event event = watch_told(watch, wanted);
    long answer = call4(__NR_epoll_ctl, ARGUMENT1(thread), operation, ARGUMENT3(thread), &event);
    if (answer == 0) {
        watch_armed(watch, wanted.data);
    }
    return answer;
}

static long add_watch(struct thread *thread, uint32_t epoll_file, uint32_t fd, struct epoll_event wanted) {
    uint32_t file = file_number(file_of(fd));
    struct epoll_watch *watch = watch_find(epoll_file, fd, file);
    if (watch != 0 && watch_is_absent(watch)) {
        return -EEXIST;
    }
    watch = watch != 0 ? watch : watch_free_entry(epoll_file, fd);
    if (watch == 0) {
        return -ENOSPC;
    }
    long answer = tell(thread, watch, EPOLL_CTL_ADD, wanted);
    if (answer == 0) {
        watch->events = wanted.events;
        watch->data = wanted.data;
        watch->fired = 0;
        watch->file = file;
        commit_store(thread, 0, watch_key(watch), watch_word(epoll_file, fd));
    }
    return answer;
}

static long modify_watch(struct thread *thread, struct epoll_watch *watch, struct epoll_event wanted) {
    long answer = tell(thread, watch, watch_is_absent(watch) ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, wanted);
    if (answer == 0) {
        watch_changes(watch);
        watch->events = wanted.events;
        watch->data = wanted.data;
        commit_store(thread, 0, &watch->fired, 0);
    }
    return answer;
}

static long delete_watch(struct thread *thread, struct epoll_watch *watch) {
    long answer = watch_is_absent(watch) ? 0 : as_it_is(thread);
    if (answer == 0) {
        watch_ended(watch);
        commit_store(thread, 0, watch_key(watch), WATCH_DELETED);
    }
    return answer;
}

/* 1 when a recovery has made the call again, but was cut before it could note the answer. */
static int is_done_already(struct thread *thread, const struct epoll_watch *watch) {
    int adds = ARGUMENT2(thread) == EPOLL_CTL_ADD;
    int repeated = kept_decision(thread) != 0;
    if (repeated || adds == (watch == 0)) {
        remember(thread, 0, 0); /* such a call cannot fail on what it finds: its repetition must not either */
    }
    return repeated && (adds ? watch != 0 : watch == 0);
}

/* What the table does not know, a child has added: the kernel knows better. */
static long change_watch(struct thread *thread, uint32_t epoll_file, uint32_t fd) {
    int operation = (int)ARGUMENT2(thread);
    struct epoll_watch *watch = watch_find(epoll_file, fd, file_number(file_of(fd)));
    if (is_done_already(thread, watch)) {
        return 0;
    }
    if (operation == EPOLL_CTL_DEL) {
        return watch != 0 ? delete_watch(thread, watch) : as_it_is(thread);
    }
    if (!is_readable(ARGUMENT4(thread), sizeof(struct epoll_event))) {
        return -EFAULT;
    }
    struct epoll_event wanted = *(const struct epoll_event *)ARGUMENT4(thread);
    if (operation == EPOLL_CTL_ADD) {
        return add_watch(thread, epoll_file, fd, wanted);
    }
    return operation == EPOLL_CTL_MOD && watch != 0 ? modify_watch(thread, watch, wanted) : as_it_is(thread);
}

/*
 * What it does, another thread may see at once and answer by closing the descriptor. That close waits for the lock, and so does not count
 * before this call does (close_one); and a recovery makes this call again before any thread goes on (finish.h).
 */
long call_epoll_ctl(struct thread *thread) {
    const struct open_file *epoll = file_of((uint32_t)ARGUMENT1(thread));
    uint32_t fd = (uint32_t)ARGUMENT3(thread);
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    if (epoll == 0 || epoll->kind != FILE_EPOLL || file_of(fd) == 0) {
        return as_it_is(thread);
    }
    lock_acquire(&watches_lock);
    long answer = change_watch(thread, file_number(epoll), fd);
    lock_release(&watches_lock);
    return answer;
}

static int has_token(const struct epoll_event *events, long count) {
    for (long i = 0; i < count; i++) {
        if (is_watch_token(events[i].data)) {
            return 1;
        }
    }
    return 0;
}

/* Gives the program its own data, and commits the wait together with what has fired. How many events are left. */
static long take_events(struct thread *thread, struct epoll_event *events, long count) {
    long taken = 0;
    lock_acquire(&watches_lock);
    for (long i = 0; i < count; i++) {
        struct epoll_event event = events[i];
        if (is_watch_token(event.data)) {
            struct epoll_watch *watch = watch_of_token(event.data);
            if (watch == 0) {
                continue;
            }
            event.data = watch->data;
            watch_fires(watch, thread);
        }
        events[taken++] = event;
    }
    if (taken > 0) {
        commit_store(thread, taken, &thread->waits, thread->waits + 1);
    }
    lock_release(&watches_lock);
    return taken;
}

OFTEN long call_epoll_wait(struct thread *thread) {
    for (;;) {
        long count = thread->record.rax == __NR_epoll_wait ? pass_through(thread) : call_masked_wait(thread);
        struct epoll_event *events = (struct epoll_event *)ARGUMENT2(thread);
        if (count <= 0 || !has_token(events, count)) {
            return count;
        }
        long taken = take_events(thread, events, count);
        if (taken > 0) {
            return taken;
        }
    }
}
