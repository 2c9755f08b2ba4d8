/*
 * ownstream FIFO GO: its standard output is the FIFO too. Says "ready" there and opens it by its name; when the file GO exists, says "here" to
 * its standard output, and "nobody" when it finds no reader of the FIFO any more.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count != 3 || signal(SIGPIPE, SIG_IGN) == SIG_ERR) return 2;
    int fifo = open(words[1], O_WRONLY);
    if (fifo < 0 || dprintf(1, "ready\n") != 6) return 3;
    while (access(words[2], F_OK) != 0) continue;
    if ((fcntl(fifo, F_GETFL) & (O_NONBLOCK | O_ACCMODE)) != O_WRONLY) return 4;
    dprintf(1, "here\n");
    if (write(fifo, "x", 1) < 0 && errno == EPIPE) dprintf(1, "nobody\n");
    return 0;
}
