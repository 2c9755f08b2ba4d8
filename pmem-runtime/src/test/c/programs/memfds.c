/*
 * Maps more nameless files one after the other than the runtime has room for at once: each must be given up with its last mapping.
 * Prints its name and its rounds at the end.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096

static void expect(int holds, long round, const char *what) {
    if (!holds) {
        dprintf(2, "memfds: round %ld: %s: errno %d\n", round, what, errno);
        _exit(1);
    }
}

int main(int count, char **words) {
    expect(count == 2, 0, "usage: memfds ROUNDS");
    long rounds = atol(words[1]);
    for (long round = 0; round < rounds; round++) {
        int file = memfd_create("one", MFD_CLOEXEC);
        expect(file > 2 && ftruncate(file, 2 * PAGE) == 0, round, "memfd_create");
        char *shared = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        expect(shared != MAP_FAILED && close(file) == 0, round, "mmap");
        shared[PAGE] = 1;
        expect(munmap(shared, PAGE) == 0, round, "munmap of the first half");
        expect(shared[PAGE] == 1 && munmap(shared + PAGE, PAGE) == 0, round, "munmap of the second half");
    }
    printf("memfds %ld\n", rounds);
    return 0;
}
