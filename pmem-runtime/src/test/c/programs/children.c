/*
 * children FILE ROUNDS: makes processes in every way while two threads compute, and checks what it learns about each. A child writes its
 * number to a pipe and ends with a code. Whatever happens, the program must see either all that a child does, or a child that was killed.
 * Prints "rounds N wrong 0" when that was so; FILE (O_APPEND, shared with the children) gets a line of every round and perhaps of its child.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static atomic_int stop;
static atomic_long computed[2], deaths;
static long wrong, killed;
static int log_fd;
static char *self;

static void expect(int holds, const char *what, long detail) {
    if (holds) return;
    wrong++;
    dprintf(2, "children: %s: %ld, errno %d\n", what, detail, errno);
}

static void *compute(void *argument) {
    atomic_long *count = argument;
    volatile unsigned long noise = 1;
    while (!stop) {
        for (int i = 0; i < 1000; i++) noise = noise * 6364136223846793005ul + 1;
        (*count)++;
    }
    return NULL;
}

static void on_child(int signal) {
    (void)signal;
    deaths++;
}

static _Noreturn void child_work(int out, long round, int heap_byte, const char *heap) {
    int intact = 1;
    for (int i = 0; i < 4096; i++) intact &= heap[i] == heap_byte;
    if (intact && write(out, &round, sizeof round) == sizeof round) _exit((int)(round % 100));
    _exit(200);
}

static pid_t make_child(long round, int out, char *heap) {
    char number[32], descriptor[32];
    if (round % 3 == 0) {
        pid_t pid = fork();
        if (pid != 0) return pid;
        char line[32];
        int length = snprintf(line, sizeof line, "child %ld\n", round);
        expect(write(log_fd, line, (size_t)length) == length, "write of a child", round);
        child_work(out, round, (int)(round % 100), heap);
    }
    snprintf(number, sizeof number, "%ld", round);
    snprintf(descriptor, sizeof descriptor, "%d", out);
    char *words[] = {self, "child", descriptor, number, NULL};
    if (round % 3 == 1) {
        pid_t pid = vfork();
        if (pid != 0) return pid;
        execve(self, words, environ);
        _exit(201);
    }
    pid_t pid;
    int error = posix_spawn(&pid, self, NULL, NULL, words, environ);
    errno = error;
    return error == 0 ? pid : -1;
}

static void one_round(long round, char *heap) {
    int ends[2], status = 0;
    long answer = -1;
    char line[32];
    int length = snprintf(line, sizeof line, "round %ld\n", round);
    expect(write(log_fd, line, (size_t)length) == length, "write", round);
    expect(pipe(ends) == 0, "pipe", round);
    memset(heap, (int)(round % 100), 4096);
    pid_t pid = make_child(round, ends[1], heap);
    expect(pid > 0, "a child", round);
    memset(heap, 255, 4096); /* must not show in the child */
    close(ends[1]);
    long got = read(ends[0], &answer, sizeof answer);
    pid_t ended = waitpid(pid, &status, 0);
    expect(ended == pid, "waitpid", ended);
    if (WIFSIGNALED(status)) {
        expect(WTERMSIG(status) == SIGKILL, "the signal that ended the child", WTERMSIG(status));
        expect(got == 0 || (got == sizeof answer && answer == round), "answer of a killed child", got);
        killed++;
    } else {
        expect(WIFEXITED(status) && WEXITSTATUS(status) == round % 100, "exit code of the child", status);
        expect(got == sizeof answer && answer == round, "answer of the child", got);
    }
    expect(waitpid(pid, &status, WNOHANG) == -1 && errno == ECHILD, "second wait", round);
    close(ends[0]);
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "child") == 0) {
        long round = atol(words[3]);
        return write(atoi(words[2]), &round, sizeof round) == sizeof round ? (int)(round % 100) : 202;
    }
    if (count != 3) return 2;
    self = realpath("/proc/self/exe", NULL);
    log_fd = open(words[1], O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0600);
    long rounds = atol(words[2]);
    char *heap = malloc(4096);
    if (log_fd < 0 || !self || !heap) return 3;
    signal(SIGCHLD, on_child);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, compute, &computed[i]) != 0) return 4;
    for (long round = 0; round < rounds; round++) one_round(round, heap);
    stop = 1;
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    expect(deaths > 0 && computed[0] > 0 && computed[1] > 0, "signals and threads", deaths);
    printf("rounds %ld wrong %ld\n", rounds, wrong);
    fprintf(stderr, "%s", "");
    return wrong != 0;
}
