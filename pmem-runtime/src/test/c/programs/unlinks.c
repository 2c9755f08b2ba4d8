/*
 * unlinks ROUNDS NAME: makes a file NAME, removes its name, looks whether its bytes are there still, and closes it. Prints
 * "unlinks ROUNDS" and ends with 0 when all was right.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void expect(int holds, const char *what, long round) {
    if (!holds) {
        dprintf(2, "unlinks: %s in round %ld: errno %d\n", what, round, errno);
        _exit(1);
    }
}

int main(int count, char **words) {
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    for (long round = 0; round < rounds; round++) {
        long there = 0;
        int file = open(words[2], O_RDWR | O_CREAT | O_EXCL, 0600);
        expect(file >= 0 && write(file, &round, sizeof round) == sizeof round, "write", round);
        expect(unlink(words[2]) == 0, "unlink", round);
        expect(pread(file, &there, sizeof there, 0) == sizeof there && there == round, "pread", round);
        expect(close(file) == 0, "close", round);
    }
    dprintf(1, "unlinks %ld\n", rounds);
    return 0;
}
