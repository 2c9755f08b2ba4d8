/*
 * guards SIGNALS [onstack]: while signals come, in calls and between them, nothing of the program's memory and registers may change: the bytes
 * behind its alternate stack, those below its stack pointer that belong to it (the red zone), and vector registers. Prints "guards", before that
 * what was wrong.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define STACK_BYTES 65536
#define GUARD_BYTES 512

static struct {
    char stack[STACK_BYTES];
    unsigned char guard[GUARD_BYTES];
} alternate __attribute__((aligned(64)));
static atomic_long handled;
static atomic_int ends;

static void handle(int signal) {
    (void)signal;
    __asm__ volatile("pxor %%xmm0, %%xmm0; pxor %%xmm7, %%xmm7; pcmpeqd %%xmm15, %%xmm15" ::: "xmm0", "xmm7", "xmm15");
    handled++;
}

static void expect(int holds, const char *what, long detail) {
    if (!holds) printf("%s: %ld\n", what, detail);
}

/* A call, with the red zone and three vector registers full of `fill`; how many words of them are different afterwards. */
static long call_with(unsigned long fill) {
    unsigned long words[3] = {fill, fill + 1, fill + 2}, after[3], zone = 0, answer = SYS_sched_yield;
    __asm__ volatile("movq %[w0], %%xmm0; movq %[w1], %%xmm7; movq %[w2], %%xmm15\n"
                     "lea -128(%%rsp), %%rdi; mov $16, %%ecx; mov %[fill], %%rdx\n"
                     "1: mov %%rdx, (%%rdi); add $8, %%rdi; dec %%ecx; jnz 1b\n"
                     "syscall\n"
                     "lea -128(%%rsp), %%rdi; mov $16, %%ecx\n"
                     "2: xor %%esi, %%esi; cmp %%rdx, (%%rdi); setne %%sil; add %%rsi, %[zone]; add $8, %%rdi; dec %%ecx; jnz 2b\n"
                     "movq %%xmm0, %[a0]; movq %%xmm7, %[a1]; movq %%xmm15, %[a2]"
                     : [a0] "=&r"(after[0]), [a1] "=&r"(after[1]), [a2] "=&r"(after[2]), [zone] "+&r"(zone), "+&a"(answer)
                     : [w0] "m"(words[0]), [w1] "m"(words[1]), [w2] "m"(words[2]), [fill] "m"(fill)
                     : "rcx", "rdx", "rsi", "rdi", "r11", "xmm0", "xmm7", "xmm15", "memory", "cc");
    return (long)zone + (memcmp(words, after, sizeof words) != 0);
}

static void *send(void *receiver) {
    while (!ends) {
        pthread_kill(*(pthread_t *)receiver, SIGURG);
        usleep(20);
    }
    return NULL;
}

int main(int count, char **words) {
    long wanted = count > 1 ? atol(words[1]) : 1000, wrong = 0;
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART | (count > 2 ? SA_ONSTACK : 0)};
    stack_t stack = {.ss_sp = alternate.stack, .ss_size = STACK_BYTES};
    pthread_t self = pthread_self(), sender;
    memset(alternate.guard, 0x5a, GUARD_BYTES);
    if (sigaltstack(&stack, NULL) != 0 || sigaction(SIGURG, &action, NULL) != 0) return 1;
    if (pthread_create(&sender, NULL, send, &self) != 0) return 1;
    for (unsigned long fill = 1; handled < wanted; fill++) wrong += call_with(fill);
    ends = 1;
    pthread_join(sender, NULL);
    expect(wrong == 0, "calls that changed the red zone or vector registers", wrong);
    long changed = 0;
    for (int i = 0; i < GUARD_BYTES; i++) changed += alternate.guard[i] != 0x5a;
    expect(changed == 0, "bytes changed behind the alternate stack", changed);
    printf("guards\n");
    return 0;
}
