/*
 * dispatchforks COUNT: one thread makes system calls by code that the program has made, so that each comes by SIGSYS; another forks COUNT times,
 * for which the first must stand still. Right behind the call it touches a new page, so that many of the forks find it there. Prints "forks COUNT wrong N": answers of the calls that were not right.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define PAGES 4096

/* mov $110,%eax ; syscall ; mov (%rdi),%edi ; ret: getppid */
static const unsigned char code[] = {0xb8, 110, 0, 0, 0, 0x0f, 0x05, 0x8b, 0x3f, 0xc3};
static atomic_int stop;
static long parent;

static void *call_always(void *argument) {
    long (*get_parent)(const char *page) = (long (*)(const char *))argument;
    char *pages = mmap(NULL, PAGES * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    long wrong = 0;
    if (pages == MAP_FAILED) exit(2);
    for (long n = 0; !stop; n++) {
        if (n % PAGES == 0 && madvise(pages, PAGES * PAGE, MADV_DONTNEED) != 0) exit(2);
        wrong += get_parent(pages + n % PAGES * PAGE) != parent;
    }
    return (void *)wrong;
}

int main(int count, char **words) {
    long forks = count > 1 ? atol(words[1]) : 100;
    pthread_t caller;
    void *wrong, *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 2;
    memcpy(memory, code, sizeof code);
    parent = getppid();
    if (pthread_create(&caller, NULL, call_always, memory) != 0) return 2;
    for (long n = 0; n < forks; n++) {
        pid_t child = fork();
        if (child == 0) _exit(0);
        if (child < 0 || waitpid(child, NULL, 0) != child) return 3;
    }
    stop = 1;
    pthread_join(caller, &wrong);
    printf("forks %ld wrong %ld\n", forks, (long)wrong);
    return wrong != NULL;
}
