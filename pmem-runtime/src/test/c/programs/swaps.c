/*
 * swaps ROUNDS: makes calls that answer with what was before, where the question stood or elsewhere: a call that a cut makes happen twice
 * must not answer with its own work. Prints "swaps ROUNDS" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef F_OFD_GETLK
#define F_OFD_GETLK 36
#endif

/* As the kernel knows it: the libraries copy theirs, so the call is made without them. */
struct action {
    uint64_t handler, flags, restorer, mask;
};

static char stacks[2][32768];

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "swaps: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static void actions(uint64_t now, uint64_t next) {
    struct action action = {.handler = next, .mask = next};
    expect(syscall(SYS_rt_sigaction, SIGUSR1, &action, &action, 8) == 0, "rt_sigaction");
    expect(action.handler == now && action.mask == now, "the action before");
    expect(syscall(SYS_rt_sigaction, SIGUSR1, NULL, &action, 8) == 0, "rt_sigaction asked");
    expect(action.handler == next && action.mask == next, "the action that stands");
}

static void masks(uint64_t now, uint64_t next) {
    uint64_t mask = next;
    expect(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &mask, 8) == 0, "rt_sigprocmask");
    expect(mask == now, "the mask before");
}

static void alternate_stacks(int next) {
    stack_t stack = {.ss_sp = stacks[next], .ss_size = sizeof stacks[next]};
    expect(syscall(SYS_sigaltstack, &stack, &stack) == 0, "sigaltstack");
    expect(stack.ss_sp == stacks[1 - next] && stack.ss_size == sizeof stacks[0], "the stack before");
}

static void locks(int holder, int other) {
    struct flock lock = {.l_type = F_RDLCK, .l_start = 0, .l_len = 100}, question = {.l_type = F_WRLCK, .l_start = 50, .l_len = 1};
    expect(fcntl(holder, F_SETLK, &lock) == 0, "F_SETLK");
    expect(fcntl(other, F_OFD_GETLK, &question) == 0, "F_OFD_GETLK");
    expect(question.l_type == F_RDLCK && question.l_start == 0 && question.l_len == 100, "the lock in the way");
}

int main(int count, char **words) {
    if (count != 3) return 2;
    long rounds = atol(words[1]);
    int holder = open(words[2], O_RDWR | O_CREAT, 0600), other = open(words[2], O_RDWR);
    expect(holder > 2 && other > 2, "open");
    stack_t first = {.ss_sp = stacks[0], .ss_size = sizeof stacks[0]};
    expect(syscall(SYS_sigaltstack, &first, NULL) == 0, "the first stack");
    uint64_t none = 0;
    expect(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8) == 0, "the first mask");
    for (long round = 0; round < rounds; round++) {
        uint64_t now = round % 2, next = 1 - now;
        actions(now, next);
        masks(now << 40, next << 40);
        alternate_stacks((int)next);
        locks(holder, other);
    }
    dprintf(1, "swaps %ld\n", rounds);
    return 0;
}
