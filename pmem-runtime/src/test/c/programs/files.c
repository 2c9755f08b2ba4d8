/*
 * files ROUNDS DIRECTORY: threads append to one file through two descriptions, keep files open that are renamed, replaced, unlinked or
 * never had a name, and look in every round that each is still what it was. Prints "files ROUNDS" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { APPENDERS = 3 };

static const char *directory;
static long rounds;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "files: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static const char *path_of(const char *name, char *path) {
    snprintf(path, 512, "%s/%s", directory, name);
    return path;
}

static void *append_lines(void *argument) {
    int number = (int)(intptr_t)argument;
    char path[512], line[64];
    int fd = open(path_of("appended", path), O_WRONLY | O_APPEND | O_CREAT, 0600);
    expect(fd > 2, "open for appending");
    for (long round = 0; round < rounds; round++) {
        int length = snprintf(line, sizeof line, "%d %ld\n", number, round);
        if (round % 3 == 0) {
            struct iovec pieces[2] = {{line, 1}, {line + 1, (size_t)length - 1}};
            expect(writev(fd, pieces, 2) == length, "writev at the end");
        } else {
            expect(write(fd, line, (size_t)length) == length, "write at the end");
        }
    }
    return NULL;
}

/* Every line of every appender once, each appender's in their order. */
static void check_lines(void) {
    char path[512], line[64];
    long next[APPENDERS] = {0};
    FILE *file = fopen(path_of("appended", path), "r");
    expect(file != NULL, "open for reading");
    while (fgets(line, sizeof line, file) != NULL) {
        int number;
        long round;
        expect(sscanf(line, "%d %ld\n", &number, &round) == 2 && number >= 0 && number < APPENDERS, line);
        expect(round == next[number]++, "order of lines");
    }
    for (int i = 0; i < APPENDERS; i++) expect(next[i] == rounds, "number of lines");
}

static void check_contents(int fd, const char *expected, const char *what) {
    char bytes[64] = "";
    size_t length = strlen(expected);
    struct stat status;
    expect(fstat(fd, &status) == 0 && status.st_size == (off_t)length, what);
    expect(pread(fd, bytes, sizeof bytes, 0) == (ssize_t)length && memcmp(bytes, expected, length) == 0, what);
}

static int create(const char *name, const char *contents) {
    char path[512];
    int fd = open(path_of(name, path), O_RDWR | O_CREAT | O_EXCL, 0600);
    expect(fd > 2 && write(fd, contents, strlen(contents)) == (ssize_t)strlen(contents), "create");
    return fd;
}

static void without_names(void) {
    char path[512];
    int unlinked = create("unlinked", "unlinked");
    expect(unlink(path_of("unlinked", path)) == 0, "unlink");
    int nameless = open(directory, O_RDWR | O_TMPFILE | O_EXCL, 0600);
    expect(nameless > 2 && write(nameless, "nameless", 8) == 8, "O_TMPFILE");
    int memory = memfd_create("memory", MFD_CLOEXEC);
    expect(memory > 2 && ftruncate(memory, 4096) == 0, "memfd_create");
    char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    expect(shared != MAP_FAILED, "mmap of a memfd");
    strcpy(shared, "shared");
    for (int i = 0; i < 3; i++) {
        check_contents(unlinked, "unlinked", "unlinked file");
        check_contents(nameless, "nameless", "nameless file");
        expect(access(path_of("unlinked", path), F_OK) < 0 && errno == ENOENT, "the name is gone");
        char bytes[8] = "";
        expect(pread(memory, bytes, 7, 0) == 7 && strcmp(bytes, "shared") == 0 && strcmp(shared, "shared") == 0, "memfd");
    }
    expect(ftruncate(unlinked, 3) == 0 && lseek(unlinked, 0, SEEK_CUR) == 8, "offset of an unlinked file");
    check_contents(unlinked, "unl", "shortened file");
    expect(munmap(shared, 4096) == 0 && close(unlinked) == 0 && close(nameless) == 0 && close(memory) == 0, "close");
}

static void renamed(void) {
    char first[512], second[512], below[512];
    int moved = create("first", "moved"), replaced = create("second", "replaced");
    expect(rename(path_of("first", first), path_of("second", second)) == 0, "rename over an open file");
    check_contents(moved, "moved", "renamed file");
    check_contents(replaced, "replaced", "replaced file");
    expect(mkdir(path_of("old", first), 0700) == 0, "mkdir");
    int inside = create("old/inside", "inside");
    int opened = open(first, O_RDONLY | O_DIRECTORY);
    expect(opened > 2 && rename(first, path_of("new", below)) == 0, "rename of a directory");
    for (int i = 0; i < 3; i++) check_contents(inside, "inside", "file in a renamed directory");
    expect(unlinkat(opened, "inside", 0) == 0, "unlinkat");
    check_contents(inside, "inside", "unlinked file");
    expect(rmdir(below) == 0 && lseek(opened, 0, SEEK_CUR) == 0, "rmdir of an open directory");
    expect(unlink(second) == 0, "unlink of the renamed file");
    check_contents(moved, "moved", "renamed and unlinked file");
    expect(close(opened) == 0 && close(inside) == 0 && close(moved) == 0 && close(replaced) == 0, "close");
}

int main(int count, char **words) {
    char path[512];
    pthread_t threads[APPENDERS];
    if (count != 3) return 2;
    rounds = atol(words[1]);
    directory = words[2];
    for (intptr_t i = 0; i < APPENDERS; i++) expect(pthread_create(&threads[i], NULL, append_lines, (void *)i) == 0, "pthread_create");
    for (long round = 0; round < rounds; round += 32) {
        without_names();
        renamed();
    }
    for (int i = 0; i < APPENDERS; i++) expect(pthread_join(threads[i], NULL) == 0, "pthread_join");
    check_lines();
    expect(unlink(path_of("appended", path)) == 0, "unlink of the lines");
    dprintf(1, "files %ld\n", rounds);
    return 0;
}
