/*
 * fifos ROUNDS NAME: puts bytes into a FIFO and into a pipe that is opened again through /dev/fd, and takes them out again, with the FIFO's
 * name changed, and removed in between in every second round. Prints "fifos ROUNDS" and ends with 0 when all was right.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONG_BYTES 20000 /* more than is put in at once */

static char sent[LONG_BYTES], received[LONG_BYTES], moved[4096];

static void expect(int holds, const char *what, long round) {
    if (!holds) {
        dprintf(2, "fifos: %s in round %ld: errno %d\n", what, round, errno);
        _exit(1);
    }
}

static void put(int fd, long length, long round) {
    for (long done = 0; done < length;) {
        long written = write(fd, sent + done, (size_t)(length - done));
        expect(written > 0, "write", round);
        done += written;
    }
}

static void take(int fd, long length, long round) {
    memset(received, 0, sizeof received);
    for (long done = 0; done < length;) {
        long taken = read(fd, received + done, (size_t)(length - done));
        expect(taken > 0, "read", round);
        done += taken;
    }
    expect(memcmp(sent, received, (size_t)length) == 0, "what was read is what was written", round);
}

static void through_fifo(const char *name, long round, long length) {
    char one;
    expect(mkfifo(name, 0600) == 0, "mkfifo", round);
    int reader = open(name, O_RDONLY | O_NONBLOCK);
    expect(reader >= 0 && read(reader, &one, 1) == 0, "nobody writes", round);
    int writer = open(name, O_WRONLY);
    int both = open(name, O_RDWR | O_NONBLOCK);
    expect(writer >= 0 && both >= 0 && read(reader, &one, 1) < 0 && errno == EAGAIN, "nothing inside", round);
    put(writer, length, round);
    expect(close(writer) == 0, "close of the writer", round);
    expect(rename(name, moved) == 0 && rename(moved, name) == 0, "rename", round);
    if (round % 2 == 0) expect(unlink(name) == 0, "unlink before the end", round);
    take(both, length / 2, round);
    memmove(sent, sent + length / 2, (size_t)(length - length / 2));
    take(reader, length - length / 2, round);
    expect(read(both, &one, 1) < 0 && errno == EAGAIN, "empty again", round);
    expect(close(both) == 0 && read(reader, &one, 1) == 0 && close(reader) == 0, "the end", round);
    if (round % 2 != 0) expect(unlink(name) == 0, "unlink at the end", round);
}

static void through_path(long round, long length) {
    int ends[2];
    char path[40], one;
    expect(pipe(ends) == 0, "pipe", round);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    int reader = open(path, O_RDONLY);
    expect(reader >= 0 && close(ends[0]) == 0, "open of /dev/fd", round);
    put(ends[1], length, round);
    expect(close(ends[1]) == 0, "close", round);
    take(reader, length, round);
    expect(read(reader, &one, 1) == 0 && close(reader) == 0, "the end of the pipe", round);
}

int main(int count, char **words) {
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    snprintf(moved, sizeof moved, "%s.moved", words[2]);
    for (long round = 0; round < rounds; round++) {
        long length = round % 8 == 7 ? LONG_BYTES : 1 + round % 1000;
        for (long i = 0; i < length; i++) sent[i] = (char)(round + i * 7);
        through_path(round, length);
        through_fifo(words[2], round, length);
    }
    dprintf(1, "fifos %ld\n", rounds);
    return 0;
}
