/*
 * generated DIRECTORY COUNT: three threads write the numbers 1..COUNT, one a line, each to a file of its own in DIRECTORY. The first third by
 * write(); from then on by code that the first thread has put into memory of its own: half of the time mapped writable and executable,
 * then made executable later. No text of the program or its libraries shows those system calls.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define THREADS 3
#define PAGE 4096

typedef long (*write_function)(int fd, const void *bytes, size_t length);

/* mov $1,%eax ; syscall ; ret */
static const unsigned char code[] = {0xb8, 1, 0, 0, 0, 0x0f, 0x05, 0xc3};

static unsigned long last;
static const char *directory;
static pthread_barrier_t barrier;
static _Atomic(write_function) writer = (write_function)write;

static void must(int condition, const char *what) {
    if (!condition) {
        perror(what);
        exit(3);
    }
}

static void *pages(int protection) {
    void *memory = mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    must(memory != MAP_FAILED, "mmap");
    memcpy(memory, code, sizeof code);
    return memory;
}

static void write_lines(int fd, unsigned long from, unsigned long to) {
    for (unsigned long number = from; number <= to; number++) {
        char line[32];
        int length = snprintf(line, sizeof line, "%lu\n", number);
        must(writer(fd, line, (size_t)length) == length, "write");
    }
}

static void *run(void *argument) {
    long self = (long)argument;
    char path[4096];
    snprintf(path, sizeof path, "%s/%ld", directory, self);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    must(fd >= 0, path);
    write_lines(fd, 1, last / 3);
    if (self == 0) writer = (write_function)pages(PROT_READ | PROT_WRITE | PROT_EXEC); /* the others are still at it */
    pthread_barrier_wait(&barrier);
    write_lines(fd, last / 3 + 1, last / 3 * 2);
    pthread_barrier_wait(&barrier);
    if (self == 0) {
        void *memory = pages(PROT_READ | PROT_WRITE);
        must(mprotect(memory, PAGE, PROT_READ | PROT_EXEC) == 0, "mprotect");
        writer = (write_function)memory;
    }
    pthread_barrier_wait(&barrier);
    write_lines(fd, last / 3 * 2 + 1, last);
    return NULL;
}

int main(int count, char **words) {
    pthread_t threads[THREADS];
    if (count != 3) return 2;
    directory = words[1];
    last = strtoul(words[2], NULL, 10);
    must(pthread_barrier_init(&barrier, NULL, THREADS) == 0, "barrier");
    for (long n = 0; n < THREADS; n++) must(pthread_create(&threads[n], NULL, run, (void *)n) == 0, "thread");
    for (int n = 0; n < THREADS; n++) must(pthread_join(threads[n], NULL) == 0, "join");
    return 0;
}
