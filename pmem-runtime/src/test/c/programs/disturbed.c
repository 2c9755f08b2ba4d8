/*
 * disturbed: one thread forks all the time while another waits 200 ms in every call with a relative time-out. A fork makes all threads stand
 * still for a moment, of which no wait may learn: it must neither fail nor go on for ever. Prints each wait that was wrong, then "waits N".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FUTEX_WAIT_PRIVATE 128 /* musl has no header for it */
#define WAIT_MILLIS 200
#define LONGEST_MILLIS 5000 /* the forks end then; a wait that begins anew at each of them would take as long */

static atomic_int stop;
static atomic_llong longest_fork_millis;
static const struct timespec time_to_wait = {.tv_nsec = WAIT_MILLIS * 1000000l};

static long long now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

static void *fork_always(void *unused) {
    long long begun = now_millis();
    while (!stop && now_millis() - begun < LONGEST_MILLIS) {
        long long before = now_millis();
        pid_t child = fork();
        if (child == 0) _exit(0);
        if (now_millis() - before > longest_fork_millis) longest_fork_millis = now_millis() - before;
        if (child < 0 || waitpid(child, NULL, 0) != child) exit(3);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return unused;
}

static long wait_in_poll(void) { return poll(NULL, 0, WAIT_MILLIS); }

static long wait_in_select(void) {
    struct timeval time = {.tv_usec = WAIT_MILLIS * 1000};
    return select(0, NULL, NULL, NULL, &time);
}

static long wait_in_ppoll(void) { return ppoll(NULL, 0, &time_to_wait, NULL); }

static long wait_in_epoll(void) {
    struct epoll_event event;
    int epoll = epoll_create1(0);
    long answer = epoll_wait(epoll, &event, 1, WAIT_MILLIS);
    close(epoll);
    return answer;
}

static long wait_in_futex(void) {
    static int word;
    return syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &time_to_wait, NULL, 0) == -1 && errno == ETIMEDOUT ? 0 : -1;
}

static long wait_in_sleep(void) { return nanosleep(&time_to_wait, NULL); }

static long wait_in_receive(void) {
    int ends[2];
    char byte;
    struct timeval time = {.tv_usec = WAIT_MILLIS * 1000};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) != 0) return -2;
    long answer = recv(ends[0], &byte, 1, 0) == -1 && errno == EAGAIN ? 0 : -1;
    close(ends[0]);
    close(ends[1]);
    return answer;
}

static long wait_in_read(void) {
    char byte;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval time = {.tv_usec = WAIT_MILLIS * 1000};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time) != 0) return -2;
    long answer = read(fd, &byte, 1) == -1 && errno == EAGAIN ? 0 : -1;
    close(fd);
    return answer;
}

/* With all signals blocked while it waits, SIGSYS among them: the others must be able to fork all the same. */
static long wait_masked(void) {
    sigset_t all;
    sigfillset(&all);
    return ppoll(NULL, 0, &time_to_wait, &all);
}

static const struct {
    const char *name;
    long (*call)(void);
} waits[] = {{"poll", wait_in_poll},   {"select", wait_in_select}, {"ppoll", wait_in_ppoll},
             {"epoll", wait_in_epoll}, {"futex", wait_in_futex},   {"sleep", wait_in_sleep},
             {"receive", wait_in_receive}, {"read", wait_in_read}, {"masked", wait_masked}};

int main(void) {
    int count = sizeof waits / sizeof waits[0];
    for (int n = 0; n < count; n++) {
        pthread_t forker;
        stop = 0;
        if (pthread_create(&forker, NULL, fork_always, NULL) != 0) return 3;
        long long begun = now_millis();
        long answer = waits[n].call();
        long long took = now_millis() - begun;
        if (answer != 0 || took < WAIT_MILLIS || took >= LONGEST_MILLIS / 2)
            printf("%s answered %ld, errno %d, after %lld ms\n", waits[n].name, answer, errno, took);
        stop = 1;
        pthread_join(forker, NULL);
        if (longest_fork_millis >= LONGEST_MILLIS / 2) printf("a fork beside %s took %lld ms\n", waits[n].name, longest_fork_millis);
    }
    printf("waits %d\n", count);
    return 0;
}
