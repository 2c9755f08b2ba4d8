/*
 * storage ROUNDS: maps and unmaps ranges of many sizes, while threads come and go and children are forked. What is mapped must read as
 * zeros, what stays mapped must stay what it was, in the program and in its children. Prints "storage ROUNDS" and ends with 0 when so.
 * storage hold: touches and unmaps 200 ranges, small and large in turns, prints "ready" and waits.
 * storage full FILE: unmaps ranges that the runtime keeps, fills the file system of FILE, and maps until that is refused: what was kept
 * must be given back for it, all that is mapped must be usable. Prints "full" and ends with 0 when so.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
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
#define HIDDEN (64 * PAGE)

static struct piece hide(void) {
    struct piece piece = map(HIDDEN);
    memset(piece.start, 1, 16 * PAGE);
    expect(munmap(piece.start, 16 * PAGE) == 0 && munmap(piece.start + 16 * PAGE, HIDDEN - 16 * PAGE) == 0, "munmap before hiding");
    piece.length = 16 * PAGE;
    piece.start = mmap(piece.start, HIDDEN, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(piece.start != MAP_FAILED, "mmap of the hidden");
    return piece;
}

static void show(const struct piece *piece) {
    expect(mprotect(piece->start, piece->length, PROT_READ | PROT_WRITE) == 0, "mprotect");
    expect(all_are(piece, 0), "shown memory reads as zeros");
    memset(piece->start, 2, piece->length);
    expect(munmap(piece->start, HIDDEN) == 0, "munmap of the hidden");
}

static void *work(void *argument) {
    replace(argument, 7);
    return argument;
}

static void child(const struct piece *hidden) {
    for (int i = 0; i < LIVE; i++) expect(live[i].start == NULL || all_are(&live[i], live[i].mark), "memory of a child");
    for (int i = 0; i < LIVE; i++) replace(&live[i], 0xee);
    show(hidden);
    _exit(0);
}

static void fork_one(void) {
    int status = 0;
    struct piece hidden = hide();
    pid_t pid = fork();
    if (pid == 0) child(&hidden);
    expect(pid > 0, "fork");
    while (waitpid(pid, &status, 0) < 0) expect(errno == EINTR, "waitpid");
    int killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; /* by a cut */
    expect(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "end of a child");
    show(&hidden);
}

static _Noreturn void hold(void) {
    static struct piece pieces[200];
    for (int i = 0; i < 200; i++) {
        pieces[i] = map((i % 2 == 0 ? 64 : 512) * PAGE);
        memset(pieces[i].start, 1, pieces[i].length);
    }
    for (int i = 0; i < 200; i++) expect(munmap(pieces[i].start, pieces[i].length) == 0, "munmap");
    dprintf(1, "ready\n");
    for (;;) pause();
}

static void fill(const char *name) {
    static const char zeros[64 * PAGE];
    int file = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
    expect(file >= 0, "open");
    for (size_t length = sizeof zeros; length > 0; length /= 2) {
        while (write(file, zeros, length) > 0) continue;
        expect(errno == ENOSPC, "the end of the file system");
    }
}

static int full(const char *name) {
    static struct piece pieces[32];
    int mapped = 0;
    for (int i = 0; i < 32; i++) {
        pieces[i] = map(65 * PAGE);
        memset(pieces[i].start, 1, pieces[i].length);
    }
    /* A page of each stays, so that nothing larger fits between them: the room must be taken from what is kept elsewhere. */
    for (int i = 0; i < 32; i++) expect(munmap(pieces[i].start, 64 * PAGE) == 0, "munmap");
    fill(name);
    for (;; mapped++) {
        unsigned char *start = mmap(NULL, 256 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (start == MAP_FAILED) break;
        memset(start, 1, 256 * PAGE);
    }
    expect(errno == ENOMEM, "ENOMEM on a full file system");
    expect(mapped >= 7 && mapped <= 8, "8 MB were kept");
    dprintf(1, "full\n");
    return 0;
}

int main(int count, char **words) {
    if (count == 3 && strcmp(words[1], "full") == 0) return full(words[2]);
    if (count != 2) return 2;
    if (strcmp(words[1], "hold") == 0) hold();
    long rounds = atol(words[1]);
    for (long round = 0; round < rounds; round++) {
        replace(&live[next_random() % LIVE], (unsigned char)(1 + round % 250));
        if (round % 8 == 0) {
            struct piece hidden = hide();
            show(&hidden);
        }
        if (round % 16 == 0) {
            pthread_t thread;
            expect(pthread_create(&thread, NULL, work, &live[0]) == 0 && pthread_join(thread, NULL) == 0, "a thread");
        }
        if (round % 256 == 0) fork_one();
    }
    dprintf(1, "storage %ld\n", rounds);
    return 0;
}
