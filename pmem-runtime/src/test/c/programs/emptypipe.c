/*
 * emptypipe GO AGAIN: puts 5,000 bytes into a pipe, takes them out, says "empty", and waits until the file GO exists. Then it sends numbers through
 * in pieces of 40 bytes, puts one more in, says "full", and waits until the file AGAIN exists. Takes it out, says "passed", and ends.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BYTES = 5000, PIECE_BYTES = 40, PIECES = 4000 };

static int pass(const int *ends, const char *bytes, size_t count) {
    char back[FIRST_BYTES];
    return write(ends[1], bytes, count) == (ssize_t)count && read(ends[0], back, count) == (ssize_t)count && memcmp(bytes, back, count) == 0;
}

int main(int count, char **words) {
    char bytes[FIRST_BYTES] = {1, 2, 3};
    int ends[2];
    if (count != 3 || pipe(ends) != 0 || !pass(ends, bytes, sizeof bytes)) return 2;
    dprintf(1, "empty\n");
    while (access(words[1], F_OK) != 0) continue;
    for (int n = 0; n < PIECES; n++) {
        memcpy(bytes, &n, sizeof n);
        if (!pass(ends, bytes, PIECE_BYTES)) return 3;
    }
    if (write(ends[1], "piece", 5) != 5) return 4;
    dprintf(1, "full\n");
    while (access(words[2], F_OK) != 0) continue;
    if (read(ends[0], bytes, sizeof bytes) != 5 || memcmp(bytes, "piece", 5) != 0) return 5;
    dprintf(1, "passed\n");
    return 0;
}
