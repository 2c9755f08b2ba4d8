/*
 * load PROTOCOL PORT fill KEYS VALUE_BYTES                                        stores keys 0 .. KEYS-1
 * load PROTOCOL PORT run KEYS VALUE_BYTES CONNECTIONS DEPTH SET_PERCENT MILLIS SEED
 *
 * Loads a server on 127.0.0.1 through blocking sockets, one thread a connection. DEPTH requests are sent at once, then all
 * their answers are awaited; each answer is compared byte by byte with the one that is due. A run prints
 *
 *     operations=N seconds=S
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "protocol.h"

#define DEPTH_MAX 256
#define CONNECTIONS_MAX 256
#define VALUE_MAX (1 << 20)

struct load {
    const struct protocol *protocol;
    int port;
    unsigned long keys;
    size_t value_bytes;
    int depth, set_percent;
    int64_t end_nanos; /* CLOCK_MONOTONIC */
};

struct connection {
    const struct load *load;
    uint64_t random;
    int fd;
    char *value, *requests, *due, *got;
    unsigned long operations;
};

static _Noreturn void stop(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "wrong answer");
    exit(1);
}

static int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void *room(size_t bytes) {
    void *memory = malloc(bytes);
    if (!memory) stop("malloc");
    return memory;
}

static void open_connection(struct connection *c, const struct load *load, uint64_t seed) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)load->port)};
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->load = load;
    c->random = seed * 2654435769u + 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0) stop("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    size_t bytes = DEPTH_MAX * REQUEST_ROOM + (size_t)load->depth * load->value_bytes;
    c->value = room(load->value_bytes + 1);
    memset(c->value, 'v', load->value_bytes);
    c->requests = room(bytes), c->due = room(bytes), c->got = room(bytes);
}

static uint64_t next_random(struct connection *c) { /* xorshift64* */
    c->random ^= c->random >> 12, c->random ^= c->random << 25, c->random ^= c->random >> 27;
    return c->random * 2685821657736338717u >> 16;
}

static void send_all(int fd, const char *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t sent = send(fd, bytes + done, length - done, MSG_NOSIGNAL);
        if (sent <= 0) stop("send");
        done += (size_t)sent;
    }
}

static void receive_due(struct connection *c, size_t length) {
    for (size_t done = 0; done < length;) {
        errno = 0;
        ssize_t got = recv(c->fd, c->got + done, length - done, 0);
        if (got <= 0) stop("receive");
        done += (size_t)got;
    }
    errno = 0;
    if (memcmp(c->got, c->due, length) != 0) stop("receive");
}

/* One batch: `sets` says for each request whether it stores. */
static void exchange(struct connection *c, int count, const unsigned long *keys, const char *sets) {
    const struct protocol *p = c->load->protocol;
    size_t length = 0, due = 0;
    for (int i = 0; i < count; i++) {
        if (sets[i]) {
            length += p->set(c->requests + length, keys[i], c->value, c->load->value_bytes);
            due += p->stored(c->due + due);
        } else {
            length += p->get(c->requests + length, keys[i]);
            due += p->found(c->due + due, keys[i], c->value, c->load->value_bytes);
        }
    }
    send_all(c->fd, c->requests, length);
    receive_due(c, due);
    c->operations += (unsigned long)count;
}

static void *run_connection(void *argument) {
    struct connection *c = argument;
    unsigned long keys[DEPTH_MAX];
    char sets[DEPTH_MAX];
    while (now_nanos() < c->load->end_nanos) {
        for (int i = 0; i < c->load->depth; i++) {
            keys[i] = next_random(c) % c->load->keys;
            sets[i] = (int)(next_random(c) % 100) < c->load->set_percent;
        }
        exchange(c, c->load->depth, keys, sets);
    }
    return 0;
}

static int fill(const struct load *load) {
    struct connection c = {0};
    open_connection(&c, load, 1);
    char set = 1;
    for (unsigned long key = 0; key < load->keys; key++) exchange(&c, 1, &key, &set);
    return 0;
}

static int run(struct load *load, int connections, long millis, uint64_t seed) {
    static struct connection all[CONNECTIONS_MAX];
    static pthread_t threads[CONNECTIONS_MAX];
    unsigned long operations = 0;
    for (int i = 0; i < connections; i++) open_connection(&all[i], load, seed * CONNECTIONS_MAX + (uint64_t)i);
    int64_t start = now_nanos();
    load->end_nanos = start + millis * 1000000;
    for (int i = 0; i < connections; i++)
        if (pthread_create(&threads[i], 0, run_connection, &all[i]) != 0) stop("pthread_create");
    for (int i = 0; i < connections; i++) {
        pthread_join(threads[i], 0);
        operations += all[i].operations;
    }
    printf("operations=%lu seconds=%.6f\n", operations, (double)(now_nanos() - start) / 1e9);
    return 0;
}

int main(int count, char **words) {
    struct load load = {.depth = 1, .set_percent = 100};
    int runs = count == 11 && strcmp(words[3], "run") == 0;
    if (!runs && !(count == 6 && strcmp(words[3], "fill") == 0)) {
        fprintf(stderr, "usage: load PROTOCOL PORT fill KEYS VALUE_BYTES\n"
                        "       load PROTOCOL PORT run KEYS VALUE_BYTES CONNECTIONS DEPTH SET_PERCENT MILLIS SEED\n");
        return 2;
    }
    load.protocol = protocol_named(words[1]);
    load.port = atoi(words[2]);
    load.keys = strtoul(words[4], 0, 10);
    load.value_bytes = strtoul(words[5], 0, 10);
    int connections = runs ? atoi(words[6]) : 1;
    if (runs) load.depth = atoi(words[7]), load.set_percent = atoi(words[8]);
    if (!load.protocol || load.keys == 0 || load.value_bytes > VALUE_MAX || load.depth < 1 || load.depth > DEPTH_MAX ||
        connections < 1 || connections > CONNECTIONS_MAX) {
        fprintf(stderr, "load: an argument is out of range\n");
        return 2;
    }
    return runs ? run(&load, connections, atol(words[9]), strtoull(words[10], 0, 10)) : fill(&load);
}
