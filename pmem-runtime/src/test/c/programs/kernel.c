/*
 * kernel DIRECTORY ROUNDS: threads do what leaves traces in the kernel (names, descriptors, sockets, signal masks, the program break)
 * and check every answer. Prints "rounds N" and ends with 0 when all answers were those of an undisturbed machine.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { THREADS = 4, BREAK_BYTES = 64 * 1024 };

static const char *directory;
static long rounds;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "kernel: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static void names(int number) {
    char first[512], second[512];
    snprintf(first, sizeof first, "%s/first-%d", directory, number);
    snprintf(second, sizeof second, "%s/second-%d", directory, number);
    expect(mkdir(first, 0700) == 0, "mkdir");
    expect(rename(first, second) == 0, "rename of a directory");
    expect(rmdir(second) == 0, "rmdir");
    expect(rmdir(second) < 0 && errno == ENOENT, "rmdir of nothing");
    expect(symlink("nowhere", first) == 0, "symlink");
    expect(symlink("nowhere", first) < 0 && errno == EEXIST, "second symlink");
    expect(unlink(first) == 0, "unlink");
    int fd = open(first, O_CREAT | O_EXCL | O_RDWR, 0600);
    expect(fd > 2, "open");
    expect(write(fd, "x", 1) == 1 && lseek(fd, 0, SEEK_CUR) == 1, "write");
    expect(close(fd) == 0, "close");
    expect(link(first, second) == 0 && unlink(first) == 0 && unlink(second) == 0, "link");
}

static void descriptors(void) {
    uint64_t value = 5;
    int event = eventfd(0, 0), ends[2];
    expect(event > 2 && pipe(ends) == 0, "eventfd, pipe");
    expect(write(event, &value, 8) == 8 && write(ends[1], &value, 8) == 8, "write to eventfd, pipe");
    value = 0;
    expect(read(event, &value, 8) == 8 && value == 5, "read from eventfd");
    value = 0;
    expect(read(ends[0], &value, 8) == 8 && value == 5, "read from pipe");
    expect(close(event) == 0 && close(ends[0]) == 0 && close(ends[1]) == 0, "close");
}

static void sockets(void) {
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    expect(fd > 2 && bind(fd, (struct sockaddr *)&any, sizeof any) == 0, "bind");
    expect(close(fd) == 0, "close of a socket");
}

static void masks(void) {
    sigset_t all, before, now;
    sigfillset(&all);
    expect(pthread_sigmask(SIG_BLOCK, &all, &before) == 0 && sigismember(&before, SIGUSR1) == 0, "mask before");
    expect(pthread_sigmask(SIG_SETMASK, &before, &now) == 0 && sigismember(&now, SIGUSR1) == 1, "mask of all");
}

static void program_break(void) {
    char *start = (char *)syscall(SYS_brk, 0);
    char *end = start + BREAK_BYTES;
    expect((char *)syscall(SYS_brk, end) == end, "growth of the break");
    for (char *at = start; at < end; at += 4096) {
        expect(at == start || *at == 0, "fresh memory is zero");
        *at = 1;
    }
    *start = 0;
    expect((char *)syscall(SYS_brk, start) == start, "shrinking of the break");
}

static void *work(void *argument) {
    int number = (int)(intptr_t)argument;
    for (long round = 0; round < rounds; round++) {
        names(number);
        descriptors();
        sockets();
        masks();
        if (number == 0) program_break();
    }
    return NULL;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    directory = words[1];
    rounds = atol(words[2]);
    pthread_t threads[THREADS];
    for (intptr_t i = 0; i < THREADS; i++) expect(pthread_create(&threads[i], NULL, work, (void *)i) == 0, "pthread_create");
    for (int i = 0; i < THREADS; i++) expect(pthread_join(threads[i], NULL) == 0, "pthread_join");
    dprintf(1, "rounds %ld\n", rounds * THREADS);
    return 0;
}
