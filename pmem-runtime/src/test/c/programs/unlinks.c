/*
 * unlinks ROUNDS NAME: makes a file NAME, removes its name, looks whether its bytes are there still, and closes it; the same with a file
 * in a directory that is renamed meanwhile. Prints "unlinks ROUNDS" and ends with 0 when all was right.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect(int holds, const char *what, long round) {
    if (!holds) {
        dprintf(2, "unlinks: %s in round %ld: errno %d\n", what, round, errno);
        _exit(1);
    }
}

static int without_name(const char *name, long round) {
    int file = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    expect(file >= 0 && write(file, &round, sizeof round) == sizeof round, "write", round);
    expect(unlink(name) == 0, "unlink", round);
    return file;
}

static void look_and_close(int file, long round) {
    long there = 0;
    expect(pread(file, &there, sizeof there, 0) == sizeof there && there == round, "pread", round);
    expect(close(file) == 0, "close", round);
}

int main(int count, char **words) {
    char directory[512], inside[520], moved[520];
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    snprintf(directory, sizeof directory, "%s.directory", words[2]);
    snprintf(inside, sizeof inside, "%s/name", directory);
    snprintf(moved, sizeof moved, "%s.moved", directory);
    for (long round = 0; round < rounds; round++) {
        look_and_close(without_name(words[2], round), round);
        expect(mkdir(directory, 0700) == 0, "mkdir", round);
        int file = without_name(inside, round);
        expect(rename(directory, moved) == 0, "rename", round);
        look_and_close(file, round);
        expect(rmdir(moved) == 0, "rmdir", round);
    }
    dprintf(1, "unlinks %ld\n", rounds);
    return 0;
}
