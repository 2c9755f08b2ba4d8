/*
 * renames NAME STOP: has the file NAME open and renames it to NAME.moved and back, until the file STOP exists. Prints "renames" and ends
 * with 0 when it was the same file all the time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **words) {
    char moved[512];
    struct stat before, after;
    if (count != 3) return 2;
    snprintf(moved, sizeof moved, "%s.moved", words[1]);
    int file = open(words[1], O_RDWR);
    int failed = file < 0 || fstat(file, &before) != 0;
    while (!failed && access(words[2], F_OK) != 0) {
        failed = rename(words[1], moved) != 0 || rename(moved, words[1]) != 0;
    }
    if (failed || fstat(file, &after) != 0 || stat(words[1], &before) != 0 || before.st_ino != after.st_ino) {
        dprintf(2, "renames: errno %d\n", errno);
        return 1;
    }
    dprintf(1, "renames\n");
    return 0;
}
