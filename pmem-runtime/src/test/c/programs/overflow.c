/*
 * overflow COUNT: overflows a thread's stack COUNT times; the handler of SIGSEGV, which can run only on its alternate stack, jumps back. Ends
 * with "overflows COUNT".
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define STACK_BYTES 65536

static char alternate[STACK_BYTES];
static sigjmp_buf back;

static void handle(int signal) {
    (void)signal;
    siglongjmp(back, 1);
}

__attribute__((noinline)) static long descend(long depth) {
    volatile char frame[1024];
    frame[0] = (char)depth;
    return depth < 0 ? 0 : descend(depth + 1) + frame[0];
}

static void *run(void *argument) {
    long count = *(long *)argument;
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    if (sigaltstack(&stack, NULL) != 0) exit(3);
    for (volatile long n = 0; n < count; n++) {
        if (sigsetjmp(back, 1) == 0) exit(descend(0) != 0 ? 4 : 5);
    }
    return NULL;
}

int main(int count, char **words) {
    long times = count > 1 ? atol(words[1]) : 10;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    pthread_attr_t attributes;
    pthread_t thread;
    sigaction(SIGSEGV, &action, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (pthread_create(&thread, &attributes, run, &times) != 0 || pthread_join(thread, NULL) != 0) return 3;
    printf("overflows %ld\n", times);
    return 0;
}
