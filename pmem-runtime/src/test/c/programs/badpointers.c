/*
 * badpointers: gives bad pointers to calls that the runtime looks into itself. Each answers EFAULT, as from the kernel; what ends just
 * before memory that is not there is good. Prints "badpointers" and ends with 0 when all was right.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define REFUSED(...) expect(syscall(__VA_ARGS__) == -1 && errno == EFAULT, #__VA_ARGS__)

static int failures;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "badpointers: %s: errno %d\n", what, errno);
        failures++;
    }
}

/* Where memory ends that can be read, after a page with this protection. */
static char *make_end(int protection) {
    char *pages = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(pages != MAP_FAILED && mprotect(pages + PAGE, PAGE, protection) == 0 && mprotect(pages + 2 * PAGE, PAGE, PROT_NONE) == 0,
           "mprotect");
    return pages + 2 * PAGE;
}

static void paths(const char *nothing, const char *across) {
    char buffer[8];
    REFUSED(SYS_open, nothing, O_RDONLY);
    REFUSED(SYS_openat, AT_FDCWD, nothing, O_RDONLY);
    REFUSED(SYS_openat, AT_FDCWD, across, O_RDONLY);
    REFUSED(SYS_openat, AT_FDCWD, nothing, O_RDWR | O_CREAT | O_EXCL, 0600);
    REFUSED(SYS_rename, "/", nothing);
    REFUSED(SYS_rename, nothing, "/");
    REFUSED(SYS_unlink, nothing);
    REFUSED(SYS_mkdir, nothing, 0700);
    REFUSED(SYS_readlink, nothing, buffer, sizeof buffer);
    REFUSED(SYS_readlink, "/proc/self/exe", nothing, 10);
    REFUSED(SYS_memfd_create, nothing, 0);
    REFUSED(SYS_chdir, nothing);
}

static void structures(const char *nothing, const char *constant) {
    int event = eventfd(0, EFD_NONBLOCK), set = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, 0), ends[2];
    int stream = socket(AF_UNIX, SOCK_STREAM, 0), file = open("/proc/self/exe", O_RDONLY);
    struct itimerspec soon = {.it_value.tv_nsec = 1};
    expect(pipe(ends) == 0, "pipe");
    REFUSED(SYS_epoll_ctl, set, EPOLL_CTL_ADD, event, nothing);
    REFUSED(SYS_write, event, nothing, 8);
    REFUSED(SYS_writev, ends[1], nothing, 1);
    REFUSED(SYS_readv, ends[0], nothing, 1);
    REFUSED(SYS_write, ends[1], nothing, 1);
    REFUSED(SYS_nanosleep, nothing, NULL);
    REFUSED(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, nothing, NULL);
    REFUSED(SYS_timerfd_settime, timer, 0, nothing, NULL);
    REFUSED(SYS_setitimer, ITIMER_REAL, nothing, NULL);
    REFUSED(SYS_timer_create, CLOCK_MONOTONIC, nothing, &timer);
    REFUSED(SYS_timer_create, CLOCK_MONOTONIC, NULL, constant);
    REFUSED(SYS_rt_sigtimedwait, nothing, NULL, NULL, 8);
    REFUSED(SYS_rt_sigaction, SIGUSR1, nothing, NULL, 8);
    REFUSED(SYS_rt_sigaction, SIGUSR1, NULL, constant, 8);
    REFUSED(SYS_rt_sigprocmask, SIG_BLOCK, nothing, NULL, 8);
    REFUSED(SYS_rt_sigprocmask, SIG_BLOCK, NULL, constant, 8);
    REFUSED(SYS_rt_sigsuspend, nothing, 8);
    REFUSED(SYS_sigaltstack, nothing, NULL);
    REFUSED(SYS_sigaltstack, NULL, constant);
    REFUSED(SYS_signalfd4, -1, nothing, 8, 0);
    REFUSED(SYS_setrlimit, 0, nothing);
    REFUSED(SYS_prlimit64, 0, 0, nothing, NULL);
    REFUSED(SYS_prlimit64, 0, 0, NULL, constant);
    REFUSED(SYS_fcntl, file, F_GETLK, nothing);
    REFUSED(SYS_bind, stream, nothing, 10);
    REFUSED(SYS_pipe2, constant, 0);
    REFUSED(SYS_sendmsg, stream, nothing, 0);
    expect(timerfd_settime(timer, 0, &soon, NULL) == 0, "timerfd_settime");
    REFUSED(SYS_read, timer, constant, 8);
}

/* Only what is asked for is looked at. */
static void good_ones(char *end) {
    struct timespec *request = (struct timespec *)(end - sizeof *request);
    *request = (struct timespec){0};
    expect(nanosleep(request, request) == 0, "a request at the end of memory");
    memcpy(end - 2, "/", 2);
    int root = open(end - 2, O_RDONLY | O_DIRECTORY);
    expect(root >= 0 && close(root) == 0, "a path at the end of memory");
    uint64_t *one = (uint64_t *)(end - sizeof *one);
    *one = 1;
    int event = eventfd(0, 0);
    expect(write(event, one, sizeof *one) == sizeof *one && read(event, one, sizeof *one) == sizeof *one && *one == 1, "a number");
}

static void *end_with_robust_list(void *list) {
    expect(syscall(SYS_set_robust_list, list, 24) == 0, "set_robust_list");
    return NULL;
}

static void *end_with_word(void *word) {
    expect(syscall(SYS_set_tid_address, word) > 0, "set_tid_address");
    return NULL;
}

static int count_threads(void) {
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *entry; (entry = readdir(tasks)) != NULL;) count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* What cannot be written at a thread's birth and end is not, and nobody is told. */
static void lives(char *nothing) {
    pthread_t thread;
    int status = 0;
    long flags = CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
    long child = syscall(SYS_clone, flags, NULL, nothing, nothing, NULL);
    if (child == 0) _exit(5);
    expect(child > 0 && waitpid((pid_t)child, &status, 0) == child && WEXITSTATUS(status) == 5, "clone");
    expect(pthread_create(&thread, NULL, end_with_robust_list, nothing) == 0 && pthread_join(thread, NULL) == 0, "a thread with a list");
    expect(pthread_create(&thread, NULL, end_with_word, nothing) == 0, "a thread with a word");
    while (count_threads() > 1) usleep(100);
}

int main(void) {
    char *end = make_end(PROT_READ | PROT_WRITE), *constant = make_end(PROT_READ);
    memset(end - PAGE, 'x', PAGE);
    paths(end, end - 5);
    structures(end, constant - 64);
    good_ones(end);
    lives(end);
    if (failures == 0) dprintf(1, "badpointers\n");
    return failures != 0;
}
