/*
 * binds ROUNDS NAME: binds a unix socket to NAME, which must be free whatever a cut has interrupted, and removes it again. Prints
 * "binds ROUNDS" and ends with 0 when all was right.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void expect(int holds, const char *what, long round) {
    if (!holds) {
        dprintf(2, "binds: %s in round %ld: errno %d\n", what, round, errno);
        _exit(1);
    }
}

int main(int count, char **words) {
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    expect(strlen(words[2]) < sizeof name.sun_path, "the name is too long", 0);
    strcpy(name.sun_path, words[2]);
    for (long round = 0; round < rounds; round++) {
        int end = socket(AF_UNIX, SOCK_STREAM, 0);
        expect(end >= 0, "socket", round);
        expect(bind(end, (struct sockaddr *)&name, sizeof name) == 0, "bind", round);
        int other = socket(AF_UNIX, SOCK_STREAM, 0);
        expect(bind(other, (struct sockaddr *)&name, sizeof name) < 0 && errno == EADDRINUSE, "a second bind", round);
        expect(close(end) == 0 && close(other) == 0 && unlink(words[2]) == 0, "unlink", round);
    }
    dprintf(1, "binds %ld\n", rounds);
    return 0;
}
