/* The target process: birth, announcement, end; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

_Noreturn static void become_runtime(const struct launch *launch, bool user_namespace, const sigset_t *mask, int gate) {
    char byte;
    if (read(gate, &byte, 1) != 1) _exit(EXIT_INTERNAL); /* the outer process failed and has said why */
    close(gate);
    if (user_namespace) keep_checkpoint_capability();
    sigset_t own = *mask;
    sigdelset(&own, SIGQUIT); /* a JVM blocks it in its threads for itself, and so in what it starts */
    sigprocmask(SIG_SETMASK, &own, NULL);
    execv(launch->command[0], launch->command);
    fail(EXIT_BAD_INPUT, "cannot execute %s: %s", launch->command[0], strerror(errno));
}

pid_t start_target(const struct launch *launch, bool user_namespace, const sigset_t *mask, int *gate) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail(EXIT_INTERNAL, "pipe: %s", strerror(errno));
    pid_t tid = launch->tid;
    struct clone_args arguments = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t)&tid, .set_tid_size = 1};
    pid_t target = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (target < 0) fail(EXIT_INTERNAL, "cannot start the target as process %d of its namespace: %s", tid, strerror(errno));
    if (target == 0) {
        close(ends[1]);
        become_runtime(launch, user_namespace, mask, ends[0]);
    }
    close(ends[0]);
    *gate = ends[1];
    return target;
}

void open_gate(int gate) {
    /* The controller may have cut the target here already: await_end finds out. SIGPIPE is blocked. */
    if (write(gate, "", 1) != 1 && errno != EPIPE) fail(EXIT_INTERNAL, "cannot open the gate: %s", strerror(errno));
    close(gate);
}

/* Field 22 of /proc/PID/stat, counted after the last ')' because the name before it may hold anything. */
static unsigned long long start_ticks(pid_t tid) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", tid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, line, sizeof line - 1);
    if (length <= 0) fail(EXIT_INTERNAL, "cannot read %s: %s", path, strerror(errno));
    close(fd);
    line[length] = 0;
    char *field = strrchr(line, ')');
    for (int number = 2; field && number < 22; number++) field = strchr(field + 1, ' ');
    if (!field) fail(EXIT_INTERNAL, "%s has too few fields", path);
    return strtoull(field, NULL, 10);
}

void tell_controller(const struct launch *launch, int image_fd, pid_t target) {
    unsigned long long ticks = start_ticks(launch->tid);
    int fd = openat(image_fd, "process.json.new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || dprintf(fd, "{\"pid\":%d,\"start_time_ticks\":%llu,\"init\":%d}\n", target, ticks, getpid()) < 0 ||
        close(fd) != 0 || renameat(image_fd, "process.json.new", image_fd, "process.json") != 0)
        fail(EXIT_INTERNAL, "cannot write process.json into %s: %s", launch->image, strerror(errno));
    if (dprintf(REPORT_FD, "%d %llu\n", target, ticks) < 0) fail(EXIT_INTERNAL, "cannot report to the controller: %s", strerror(errno));
    close(REPORT_FD);
}

/* Signals meant for the program reach it; those of a terminal reach its whole foreground group anyway. */
static void pass_signal(int signals, pid_t target) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) return;
    if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGHUP) kill(target, (int)info.ssi_signo);
}

static int end_all(pid_t target, pid_t keeper, bool target_reaped, int status) {
    kill(keeper, SIGKILL);
    if (!target_reaped) {
        kill(target, SIGKILL);
        while (waitpid(target, &status, 0) < 0 && errno == EINTR) continue;
    }
    end_keeper(keeper);
    return status;
}

int await_end(const struct launch *launch, int image_fd, pid_t target, pid_t keeper) {
    sigset_t all;
    sigfillset(&all);
    int signals = signalfd(-1, &all, SFD_CLOEXEC);
    if (signals < 0) fail(EXIT_INTERNAL, "signalfd: %s", strerror(errno));
    int status = 0;
    while (true) {
        if (waitpid(target, &status, WNOHANG) == target) {
            note_end(image_fd, status);
            return end_all(target, keeper, true, status);
        }
        if (waitpid(keeper, NULL, WNOHANG) == keeper) return end_all(target, keeper, false, status);
        struct pollfd events[2] = {{.fd = signals, .events = POLLIN}, {.fd = CONTROLLER_FD, .events = POLLIN}};
        if (poll(events, launch->detach ? 1 : 2, -1) < 0) continue;
        if (events[0].revents) pass_signal(signals, target);
        if (events[1].revents & (POLLHUP | POLLERR)) return end_all(target, keeper, false, status);
    }
}
