/*
 * watchers STOP: one thread makes a descriptor that can be read at once and has it watched; another is told of it and closes it, often
 * before the first has returned from epoll_ctl; so until the file STOP exists. Says "wrong N" at its end: how often epoll_ctl failed.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static int set;
static sem_t closed;

static void must(const char *what, int answer) {
    if (answer >= 0) return;
    dprintf(2, "%s: %s\n", what, strerror(errno));
    _exit(1);
}

static void *close_what_is_ready(void *unused) {
    (void)unused;
    for (;;) {
        struct epoll_event event;
        int count = epoll_wait(set, &event, 1, -1);
        if (count == 1) {
            must("close", close(event.data.fd));
            sem_post(&closed);
        } else if (errno != EINTR) {
            must("epoll_wait", count);
        }
    }
    return 0;
}

int main(int count, char **words) {
    pthread_t thread;
    if (count != 2) return 2;
    unsigned long wrong = 0;
    sem_init(&closed, 0, 0);
    set = epoll_create1(EPOLL_CLOEXEC);
    must("epoll_create1", set);
    must("pthread_create", -pthread_create(&thread, 0, close_what_is_ready, 0));
    while (access(words[1], F_OK) != 0) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = eventfd(1, 0)};
        must("eventfd", event.data.fd);
        wrong += epoll_ctl(set, EPOLL_CTL_ADD, event.data.fd, &event) != 0;
        while (sem_wait(&closed) != 0) must("sem_wait", errno == EINTR ? 0 : -1);
    }
    printf("wrong %lu\n", wrong);
    return 0;
}
