/*
 * objects OUTPUT STOP: has something in every table of an image, then writes numbered lines to OUTPUT until the file STOP exists, then
 * looks whether everything is as it should be and says so in the last line. A cut before STOP exists is the test's to make.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WANT(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "objects: line %d: %s\n", __LINE__, #condition); \
            exit(3); \
        } \
    } while (0)

static volatile sig_atomic_t handled;
static volatile unsigned turns, stop;
static int pipe_ends[2], event, epoll;

static void handle(int signal) { handled = signal; }

static void *turn(void *nothing) {
    while (!stop) turns++;
    return nothing;
}

static int child(void) {
    int pid = fork();
    WANT(pid >= 0);
    if (pid == 0) {
        pause();
        _exit(0);
    }
    return pid;
}

static void make(const char *output) {
    struct epoll_event wanted = {.events = EPOLLIN, .data.u64 = 4711};
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1000, .l_len = 10};
    timer_t timer;
    struct sigevent none = {.sigev_notify = SIGEV_NONE};
    struct itimerspec hour = {.it_value.tv_sec = 3600};
    sigset_t blocked;
    WANT(signal(SIGUSR1, handle) != SIG_ERR);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    WANT(sigprocmask(SIG_BLOCK, &blocked, NULL) == 0 && kill(getpid(), SIGUSR1) == 0);
    WANT(pipe(pipe_ends) == 0 && write(pipe_ends[1], "inside", 6) == 6);
    WANT((event = eventfd(7, EFD_NONBLOCK)) >= 0 && (epoll = epoll_create1(0)) >= 0);
    WANT(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &wanted) == 0);
    WANT(prctl(PR_SET_NAME, "objects-name") == 0);
    WANT(timer_create(CLOCK_MONOTONIC, &none, &timer) == 0 && timer_settime(timer, 0, &hour, NULL) == 0);
    int file = open(output, O_RDWR);
    WANT(file >= 0 && fcntl(file, F_SETLK, &lock) == 0);
    WANT(inotify_add_watch(inotify_init1(IN_NONBLOCK), "/", IN_DELETE_SELF) >= 0);
}

static void look(int pid) {
    uint64_t value;
    char name[16] = "", bytes[8] = "";
    struct epoll_event seen;
    sigset_t blocked;
    int status;
    WANT(epoll_wait(epoll, &seen, 1, 0) == 1 && seen.data.u64 == 4711);
    WANT(read(event, &value, 8) == 8 && value == 7);
    WANT(read(pipe_ends[0], bytes, 8) == 6 && memcmp(bytes, "inside", 6) == 0);
    WANT(prctl(PR_GET_NAME, name) == 0 && strcmp(name, "objects-name") == 0);
    WANT(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    WANT(handled == 0);
    sigfillset(&blocked);
    WANT(sigprocmask(SIG_UNBLOCK, &blocked, NULL) == 0 && handled == SIGUSR1);
}

int main(int count, char **words) {
    WANT(count == 3);
    int output = open(words[1], O_WRONLY | O_CREAT | O_APPEND, 0600);
    WANT(output >= 0);
    make(words[1]);
    int pid = child();
    pthread_t thread;
    unsigned *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    WANT(memory != MAP_FAILED && pthread_create(&thread, NULL, turn, NULL) == 0);
    for (unsigned line = 1; access(words[2], F_OK) != 0; line++) {
        memory[line % 1000] = line;
        dprintf(output, "%u\n", line);
        for (unsigned before = turns; turns == before;) continue;
    }
    look(pid);
    stop = 1;
    WANT(pthread_join(thread, NULL) == 0);
    dprintf(output, "everything is as it was\n");
    return 0;
}
