/*
 * watches ROUNDS: several threads wait on one epoll set whose watches are all EPOLLONESHOT. Whoever gets a watch's event owns it until he
 * arms it again, so that two owners at once mean an event that came twice, and a watch without events one that was lost. Meanwhile the
 * first thread makes a watch of nothing into one of something, with other data each time, for another thread to see once. Prints
 * "watches ROUNDS" and ends with 0 when every watch has had its rounds.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 3
#define WATCHES 6
#define SILENCE_MILLIS 20000
#define PLAIN_DATA 0x5355000000000003ull /* looks like what the runtime gives the kernel for a one-shot watch */

static struct {
    int fd;
    int owned;
    long rounds;
} watched[WATCHES];
static int set, plain, lamps, lamp, seen;
static long wanted, complete;

static void expect(int holds, const char *what, long number) {
    if (!holds) {
        dprintf(2, "watches: %s, %ld: errno %d\n", what, number, errno);
        _exit(1);
    }
}

static void arm(long number, int operation) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT | (number % 2 != 0 ? EPOLLET : 0), .data.u64 = (uint64_t)number};
    expect(epoll_ctl(set, operation, watched[number].fd, &event) == 0, "epoll_ctl", number);
}

static void serve(long number) {
    expect(__atomic_exchange_n(&watched[number].owned, 1, __ATOMIC_SEQ_CST) == 0, "an event came twice", number);
    long rounds = ++watched[number].rounds;
    for (volatile int pause = 0; pause < 200; pause++) continue;
    if (rounds == wanted && __atomic_add_fetch(&complete, 1, __ATOMIC_SEQ_CST) == WATCHES) {
        uint64_t one = 1;
        expect(write(plain, &one, sizeof one) == sizeof one, "write", number);
    }
    if (rounds % 64 == 0) {
        expect(epoll_ctl(set, EPOLL_CTL_DEL, watched[number].fd, NULL) == 0, "EPOLL_CTL_DEL", number);
        __atomic_store_n(&watched[number].owned, 0, __ATOMIC_SEQ_CST);
        arm(number, EPOLL_CTL_ADD);
    } else {
        struct epoll_event event = {.events = EPOLLIN};
        expect(epoll_ctl(set, EPOLL_CTL_ADD, watched[number].fd, &event) < 0 && errno == EEXIST, "it is there", number);
        __atomic_store_n(&watched[number].owned, 0, __ATOMIC_SEQ_CST);
        arm(number, EPOLL_CTL_MOD);
    }
}

static void *work(void *nothing) {
    struct epoll_event events[2];
    for (;;) {
        int count = epoll_wait(set, events, 2, SILENCE_MILLIS);
        if (count < 0 && errno == EINTR) continue;
        expect(count > 0, "an event was lost", count);
        for (int i = 0; i < count; i++) {
            if (events[i].data.u64 == PLAIN_DATA) return nothing;
        }
        for (int i = 0; i < count; i++) {
            expect(events[i].data.u64 < WATCHES && events[i].events == EPOLLIN, "what an event says", (long)events[i].data.u64);
            serve((long)events[i].data.u64);
        }
    }
}

static void switch_lamp(int operation, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events | EPOLLONESHOT, .data.u64 = data};
    expect(epoll_ctl(lamps, operation, lamp, &event) == 0, "epoll_ctl of the lamp", (long)data);
}

static void *see(void *nothing) {
    for (uint64_t expected = 1;; expected++) {
        struct epoll_event event;
        int count = epoll_wait(lamps, &event, 1, SILENCE_MILLIS);
        expect(count == 1, "the lamp's event was lost", (long)expected);
        if (event.data.u64 == 0) return nothing;
        expect(event.data.u64 == expected, "the lamp's event came twice", (long)event.data.u64);
        expect(write(seen, &(uint64_t){1}, 8) == 8, "write", (long)expected);
    }
}

static void light_lamp(void) {
    pthread_t thread;
    uint64_t one;
    lamps = epoll_create1(0);
    lamp = eventfd(1, 0);
    seen = eventfd(0, 0);
    switch_lamp(EPOLL_CTL_ADD, 0, 0);
    expect(pthread_create(&thread, NULL, see, NULL) == 0, "pthread_create", 0);
    for (uint64_t round = 1; __atomic_load_n(&complete, __ATOMIC_SEQ_CST) < WATCHES; round++) {
        switch_lamp(EPOLL_CTL_MOD, 0, 0);
        switch_lamp(EPOLL_CTL_MOD, EPOLLIN, round);
        expect(read(seen, &one, sizeof one) == sizeof one && one == 1, "the lamp was seen once", (long)round);
    }
    switch_lamp(EPOLL_CTL_MOD, EPOLLIN, 0);
    expect(pthread_join(thread, NULL) == 0, "pthread_join", 0);
}

/* A forked child has the set too, and the data as the program gave it. A cut may kill it. */
static void let_child_wait(void) {
    int own = epoll_create1(0), ready = eventfd(1, 0), status = 0;
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = 4711};
    expect(epoll_ctl(own, EPOLL_CTL_ADD, ready, &event) == 0, "epoll_ctl before a fork", 0);
    pid_t child = fork();
    if (child == 0) {
        expect(epoll_wait(own, &event, 1, SILENCE_MILLIS) == 1 && event.data.u64 == 4711, "an event in a child", (long)event.data.u64);
        _exit(0);
    }
    expect(waitpid(child, &status, 0) == child, "waitpid", child);
    expect(status == 0 || WIFSIGNALED(status), "the child got its event", status);
    expect(close(own) == 0 && close(ready) == 0, "close", 0);
}

int main(int count, char **words) {
    pthread_t threads[THREADS];
    if (count != 2) return 2;
    let_child_wait();
    wanted = atol(words[1]);
    set = epoll_create1(0);
    plain = eventfd(0, 0);
    struct epoll_event end = {.events = EPOLLIN, .data.u64 = PLAIN_DATA};
    expect(set >= 0 && plain >= 0 && epoll_ctl(set, EPOLL_CTL_ADD, plain, &end) == 0, "epoll", 0);
    for (long i = 0; i < THREADS; i++) {
        expect(pthread_create(&threads[i], NULL, work, NULL) == 0, "pthread_create", i);
    }
    for (long i = 0; i < WATCHES; i++) {
        watched[i].fd = eventfd(1, 0);
        expect(watched[i].fd >= 0, "eventfd", i);
        arm(i, EPOLL_CTL_ADD);
    }
    light_lamp();
    for (long i = 0; i < THREADS; i++) {
        expect(pthread_join(threads[i], NULL) == 0, "pthread_join", i);
    }
    dprintf(1, "watches %ld\n", wanted);
    return 0;
}
