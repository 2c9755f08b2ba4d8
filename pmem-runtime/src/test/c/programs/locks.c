/*
 * locks ROUNDS DIRECTORY: holds locks on files and looks through another description whether they are held, takes a robust mutex over from a
 * thread that died with it, and keeps inotify watches under their numbers. Prints "locks ROUNDS" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

/* musl shows them under their own names */
#ifndef F_OFD_SETLK
#define F_OFD_GETLK 36
#define F_OFD_SETLK 37
#endif

static const char *directory;
static pthread_mutex_t robust;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "locks: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static int open_file(const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    expect(fd > 2, "open");
    return fd;
}

static int set(int fd, int command, short type, off_t start, off_t length) {
    struct flock lock = {.l_type = type, .l_start = start, .l_len = length};
    return fcntl(fd, command, &lock);
}

/* What another description of the file meets at a byte, locks of this process included. */
static short held_at(int other, off_t byte) {
    struct flock lock = {.l_type = F_WRLCK, .l_start = byte, .l_len = 1};
    expect(fcntl(other, F_OFD_GETLK, &lock) == 0, "F_OFD_GETLK");
    return lock.l_type;
}

static void ranges(int fd, int other, long round) {
    expect(set(fd, F_SETLK, F_WRLCK, 0, 100) == 0, "a lock of the process");
    expect(set(fd, F_SETLK, F_UNLCK, 40, 20) == 0, "a hole in it");
    expect(set(fd, F_SETLK, F_RDLCK, 80, 0) == 0, "its end becomes shared");
    for (int i = 0; i < 3; i++) {
        expect(held_at(other, 39) == F_WRLCK && held_at(other, 40) == F_UNLCK && held_at(other, 59) == F_UNLCK, "around the hole");
        expect(held_at(other, 60) == F_WRLCK && held_at(other, 79) == F_WRLCK, "behind the hole");
        expect(held_at(other, 80) == F_RDLCK && held_at(other, 1000000) == F_RDLCK, "to the end");
    }
    expect(lseek(fd, 200 + round % 7, SEEK_SET) == 200 + round % 7, "lseek");
    struct flock here = {.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = 1};
    expect(fcntl(fd, F_SETLK, &here) == 0, "a lock at the offset");
    expect(held_at(other, 200 + round % 7) == F_WRLCK && held_at(other, 201 + round % 7) == F_RDLCK, "there and only there");
    expect(set(fd, F_SETLK, F_UNLCK, 0, 0) == 0 && held_at(other, 0) == F_UNLCK && held_at(other, 90) == F_UNLCK, "all unlocked");
}

static void descriptions(int fd, int other) {
    expect(set(fd, F_OFD_SETLK, F_WRLCK, 500, 10) == 0, "a lock of the description");
    expect(held_at(other, 505) == F_WRLCK && held_at(fd, 505) == F_UNLCK, "held for others only");
    expect(set(other, F_OFD_SETLK, F_WRLCK, 505, 1) < 0 && errno == EAGAIN, "nobody else gets it");
    expect(set(fd, F_OFD_SETLK, F_UNLCK, 500, 10) == 0, "unlocked");
    expect(flock(fd, LOCK_EX) == 0, "flock");
    for (int i = 0; i < 3; i++) expect(flock(other, LOCK_EX | LOCK_NB) < 0 && errno == EAGAIN, "flock is held");
    expect(flock(fd, LOCK_UN) == 0 && flock(other, LOCK_EX | LOCK_NB) == 0 && flock(other, LOCK_UN) == 0, "flock goes over");
}

static void *die_with_it(void *unused) {
    expect(pthread_mutex_lock(&robust) == 0, "lock of the mutex");
    return unused;
}

static void take_over(void) {
    pthread_t thread;
    expect(pthread_create(&thread, NULL, die_with_it, NULL) == 0, "pthread_create");
    expect(pthread_join(thread, NULL) == 0, "pthread_join");
    expect(pthread_mutex_lock(&robust) == EOWNERDEAD, "a dead owner is seen");
    expect(pthread_mutex_consistent(&robust) == 0 && pthread_mutex_unlock(&robust) == 0, "the mutex lives on");
}

/* A watch keeps its number, which lies behind a gap; new ones come after it. */
static void watches(int notices, int kept) {
    expect(inotify_add_watch(notices, directory, IN_DELETE_SELF) == kept, "the number of a watch");
    int fresh = inotify_add_watch(notices, "/usr", IN_DELETE_SELF);
    expect(fresh > kept && inotify_rm_watch(notices, fresh) == 0, "a new number");
}

int main(int count, char **words) {
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    directory = words[2];
    int fd = open_file("locked"), other = open_file("locked");
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    expect(pthread_mutex_init(&robust, &attributes) == 0, "pthread_mutex_init");
    int notices = inotify_init1(IN_NONBLOCK);
    expect(notices > 2, "inotify_init1");
    int gap = inotify_add_watch(notices, "/", IN_DELETE_SELF), kept = inotify_add_watch(notices, directory, IN_DELETE_SELF);
    expect(gap > 0 && kept > gap && inotify_rm_watch(notices, gap) == 0, "inotify_add_watch");
    for (long round = 0; round < rounds; round++) {
        ranges(fd, other, round);
        descriptions(fd, other);
        if (round % 8 == 0) take_over();
        if (round % 4 == 0) watches(notices, kept);
    }
    dprintf(1, "locks %ld\n", rounds);
    return 0;
}
