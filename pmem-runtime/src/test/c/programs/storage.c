/*
 * storage ROUNDS: maps and unmaps ranges of many sizes, while threads come and go and children are forked. What is mapped must read as
 * zeros, what stays mapped must stay what it was, in the program and in its children. Prints "storage ROUNDS" and ends with 0 when so.
 * storage hold: touches and unmaps 1000 ranges, prints "ready" and waits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIVE 24
#define PAGE 4096u

struct piece {
    unsigned char *start;
    size_t length;
    unsigned char mark;
};

static struct piece live[LIVE];
static unsigned long random_state = 88172645463325252ul;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "storage: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static unsigned long next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

/* Both ends and one byte of every page in between. */
static int all_are(const struct piece *piece, unsigned char value) {
    for (size_t at = 0; at < piece->length; at += PAGE) {
        if (piece->start[at] != value) return 0;
    }
    return piece->start[piece->length - 1] == value;
}

static struct piece map(size_t length) {
    struct piece piece = {mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), length, 0};
    expect(piece.start != MAP_FAILED, "mmap");
    expect(all_are(&piece, 0), "fresh memory reads as zeros");
    return piece;
}

static void replace(struct piece *piece, unsigned char mark) {
    if (piece->start != NULL) {
        expect(all_are(piece, piece->mark), "memory stays what it was");
        expect(munmap(piece->start, piece->length) == 0, "munmap");
    }
    *piece = map((1 + next_random() % 80) * PAGE);
    piece->mark = mark;
    memset(piece->start, mark, piece->length);
}

/* Becomes inaccessible, and accessible again: as libraries do with the stacks and heaps of threads. */
static void hide_and_show(void) {
    struct piece piece = map(16 * PAGE);
    memset(piece.start, 1, piece.length);
    expect(munmap(piece.start, piece.length) == 0, "munmap before hiding");
    piece.start = mmap(NULL, 64 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(piece.start != MAP_FAILED && mprotect(piece.start, piece.length, PROT_READ | PROT_WRITE) == 0, "mprotect");
    expect(all_are(&piece, 0), "shown memory reads as zeros");
    expect(munmap(piece.start, 64 * PAGE) == 0, "munmap of the hidden");
}

static void *work(void *argument) {
    replace(argument, 7);
    return argument;
}

static void child(void) {
    for (int i = 0; i < LIVE; i++) expect(live[i].start == NULL || all_are(&live[i], live[i].mark), "memory of a child");
    for (int i = 0; i < LIVE; i++) replace(&live[i], 0xee);
    _exit(0);
}

static void fork_one(void) {
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) child();
    expect(pid > 0, "fork");
    while (waitpid(pid, &status, 0) < 0) expect(errno == EINTR, "waitpid");
    int killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; /* by a cut */
    expect(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "end of a child");
}

static _Noreturn void hold(void) {
    static struct piece pieces[1000];
    for (int i = 0; i < 1000; i++) {
        pieces[i] = map(64 * PAGE);
        memset(pieces[i].start, 1, pieces[i].length);
    }
    for (int i = 0; i < 1000; i++) expect(munmap(pieces[i].start, pieces[i].length) == 0, "munmap");
    dprintf(1, "ready\n");
    for (;;) pause();
}

int main(int count, char **words) {
    if (count != 2) return 2;
    if (strcmp(words[1], "hold") == 0) hold();
    long rounds = atol(words[1]);
    for (long round = 0; round < rounds; round++) {
        replace(&live[next_random() % LIVE], (unsigned char)(1 + round % 250));
        if (round % 8 == 0) hide_and_show();
        if (round % 16 == 0) {
            pthread_t thread;
            expect(pthread_create(&thread, NULL, work, &live[0]) == 0 && pthread_join(thread, NULL) == 0, "a thread");
        }
        if (round % 256 == 0) fork_one();
    }
    dprintf(1, "storage %ld\n", rounds);
    return 0;
}
