/*
 * server PORT: keeps values by key for clients on 127.0.0.1, in memory, and speaks as much of memcached's text protocol as this:
 *
 *   get KEY                                   set KEY FLAGS EXPIRY BYTES (nothing ever expires)
 *   incr KEY NUMBER                           delete KEY
 *
 * Four threads, each with an epoll set of its own; the first accepts and hands connections out in turn. One lock guards the table.
 * Requests that came together are answered together.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/buffer.h"
#include "server/requests.h"

enum { THREADS = 4, EVENTS = 64, READ_BYTES = 1 << 14, BACKLOG = 128 };

struct connection {
    int fd, closing, waits; /* waits: for the socket to take more */
    struct buffer in, out;
    size_t sent; /* of out */
};

static int sets[THREADS], listener;

static void watch(int set, int operation, struct connection *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(set, operation, c ? c->fd : listener, &event) != 0) stop("epoll_ctl");
}

static void end(struct connection *c) {
    close(c->fd);
    free(c->in.bytes);
    free(c->out.bytes);
    free(c);
}

/* Sends what is due; what the socket does not take waits until it does, and nothing is read meanwhile. 0 = the connection is over. */
static int flush(int set, struct connection *c) {
    while (c->sent < c->out.used) {
        ssize_t sent = write(c->fd, c->out.bytes + c->sent, c->out.used - c->sent);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno != EAGAIN) return 0;
        if (sent < 0) {
            if (!c->waits) watch(set, EPOLL_CTL_MOD, c, EPOLLOUT);
            c->waits = 1;
            return 1;
        }
        c->sent += (size_t)sent;
    }
    c->sent = c->out.used = 0;
    if (c->waits) watch(set, EPOLL_CTL_MOD, c, EPOLLIN);
    c->waits = 0;
    return !c->closing;
}

/* 0 = the connection is over. */
static int receive(struct connection *c) {
    char *to = room(&c->in, READ_BYTES);
    ssize_t got = read(c->fd, to, c->in.size - c->in.used);
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
    c->in.used += (size_t)got;
    c->closing = !perform_all(&c->in, &c->out);
    return 1;
}

static void accept_one(void) {
    static int next;
    int on = 1, fd = accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return; /* the client has gone again */
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = must(calloc(1, sizeof *c));
    c->fd = fd;
    watch(sets[next++ % THREADS], EPOLL_CTL_ADD, c, EPOLLIN);
}

static void *serve(void *argument) {
    int set = *(int *)argument;
    struct epoll_event events[EVENTS];
    for (;;) {
        int count = epoll_wait(set, events, EVENTS, -1);
        if (count < 0 && errno != EINTR) stop("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_one();
            } else if (!((events[i].events & EPOLLOUT) || receive(c)) || !flush(set, c)) {
                end(c);
            }
        }
    }
    return 0;
}

int main(int count, char **words) {
    if (count != 2) {
        dprintf(2, "usage: server PORT\n");
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    signal(SIGPIPE, SIG_IGN);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, BACKLOG) != 0)
        stop("listen");
    for (int i = 0; i < THREADS; i++)
        if ((sets[i] = epoll_create1(EPOLL_CLOEXEC)) < 0) stop("epoll_create1");
    watch(sets[0], EPOLL_CTL_ADD, 0, EPOLLIN);
    for (int i = 1; i < THREADS; i++) {
        pthread_t thread;
        errno = pthread_create(&thread, 0, serve, &sets[i]);
        if (errno != 0) stop("pthread_create");
    }
    serve(&sets[0]);
}
