/*
 * counter FILE COUNT [WORK]: writes the numbers 1..COUNT, one a line, to FILE, and keeps their total in memory. Ends with 0 when the total is
 * right, and writes "total N" as the last line. Every number must be in the file exactly once, whatever happens in between.
 * WORK is the number of multiplications between two lines: 20000 unless given; with 0 the program is in system calls nearly always.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned long work(unsigned long seed, long multiplications) {
    for (long i = 0; i < multiplications; i++) seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    return seed;
}

static void write_line(int fd, const char *line) {
    size_t length = strlen(line);
    if (write(fd, line, length) != (ssize_t)length) exit(3);
}

int main(int count, char **words) {
    if (count != 3 && count != 4) return 2;
    long multiplications = count == 4 ? atol(words[3]) : 20000;
    int fd = open(words[1], O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0) return 2;
    unsigned long last = strtoul(words[2], NULL, 10), total = 0, noise = 1;
    double half = 0;
    for (unsigned long number = 1; number <= last; number++) {
        char *line = malloc(64);
        if (!line) return 3;
        snprintf(line, 64, "%lu\n", number);
        noise = work(noise, multiplications);
        write_line(fd, line);
        total += number;
        half += number / 2.0;
        free(line);
    }
    char line[64];
    snprintf(line, sizeof line, "total %lu\n", total);
    write_line(fd, line);
    return noise != 0 && total == last * (last + 1) / 2 && half == total / 2.0 ? 0 : 1;
}
