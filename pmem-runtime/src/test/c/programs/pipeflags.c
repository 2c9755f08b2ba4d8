/*
 * pipeflags ROUNDS FIFO: status flags of pipes and of a FIFO stay as they were set, and an end answers what it cannot do, for nothing too.
 * Prints "pipeflags ROUNDS" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void expect(int holds, const char *what, long round) {
    if (!holds) {
        dprintf(2, "pipeflags: %s in round %ld: errno %d\n", what, round, errno);
        _exit(1);
    }
}

static int is_refused(long answer) { return answer < 0 && errno == EBADF; }

int main(int count, char **words) {
    int ends[2];
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    expect(pipe(ends) == 0 && mkfifo(words[2], 0600) == 0, "pipe, mkfifo", 0);
    int fifo = open(words[2], O_RDWR | O_NOATIME | O_APPEND);
    expect(fifo >= 0 && fcntl(ends[1], F_SETFL, O_APPEND | O_NONBLOCK) == 0 && fcntl(ends[0], F_SETFL, O_NOATIME) == 0, "F_SETFL", 0);
    const int settable = O_APPEND | O_NONBLOCK | O_NOATIME;
    for (long round = 0; round < rounds; round++) {
        expect((fcntl(fifo, F_GETFL) & settable) == (O_NOATIME | O_APPEND), "flags of a FIFO", round);
        expect((fcntl(ends[0], F_GETFL) & settable) == O_NOATIME, "flags of an end for reading", round);
        expect((fcntl(ends[1], F_GETFL) & settable) == (O_APPEND | O_NONBLOCK), "flags of an end for writing", round);
        expect(is_refused(read(ends[1], words, 0)) && is_refused(write(ends[0], words, 0)), "nothing at the wrong end", round);
        expect(is_refused(readv(ends[1], NULL, 0)) && is_refused(writev(ends[0], NULL, 0)), "no pieces at the wrong end", round);
        expect(read(ends[0], words, 0) == 0 && write(ends[1], words, 0) == 0, "nothing at the right end", round);
        expect(readv(ends[0], NULL, 0) == 0 && writev(ends[1], NULL, 0) == 0, "no pieces at the right end", round);
    }
    expect(unlink(words[2]) == 0, "unlink", rounds);
    dprintf(1, "pipeflags %ld\n", rounds);
    return 0;
}
