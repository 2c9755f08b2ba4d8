/*
 * settings ROUNDS: sets what the kernel keeps for threads and processes (names, limits, priorities, credentials, the session) and looks
 * in every round, in two threads, that it still holds. Prints "settings ROUNDS" and ends with 0 when it always did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OTHER_USER = 65534, OTHER_GROUP = 65533, FIRST_GROUP = 1234, NICE = 3 };

/* linux/membarrier.h, which musl does not have */
#define MEMBARRIER_CMD_PRIVATE_EXPEDITED (1 << 3)
#define MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED (1 << 4)

static long rounds;
static int is_root;

static void expect(int holds, const char *what) {
    if (!holds) {
        dprintf(2, "settings: %s: errno %d\n", what, errno);
        _exit(1);
    }
}

static void check_process(void) {
    gid_t groups[4];
    uid_t real, effective, saved;
    expect(getsid(0) == getpid() && getpgrp() == getpid(), "session and group");
    expect(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0, "membarrier registration");
    if (!is_root) return;
    expect(getresuid(&real, &effective, &saved) == 0 && real == OTHER_USER && effective == OTHER_USER && saved == OTHER_USER, "user");
    expect(getgid() == OTHER_GROUP && getegid() == OTHER_GROUP, "group");
    expect(getgroups(4, groups) == 2 && groups[0] == FIRST_GROUP && groups[1] == FIRST_GROUP + 1, "groups");
}

static void check_thread(const char *name) {
    char now[16];
    cpu_set_t set;
    expect(prctl(PR_GET_NAME, now) == 0 && strcmp(now, name) == 0, "name of a thread");
    expect(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == 1 && CPU_ISSET(0, &set), "affinity");
    expect(getpriority(PRIO_PROCESS, 0) == NICE, "priority");
    expect(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "no new privileges");
    expect(syscall(SYS_sched_getscheduler, 0) == SCHED_BATCH, "scheduling policy");
}

static void limits(long round) {
    struct rlimit now, next = {.rlim_cur = (rlim_t)round, .rlim_max = 1 << 20};
    expect(setrlimit(RLIMIT_CORE, &next) == 0 && getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_cur == next.rlim_cur, "limit");
    next.rlim_cur++;
    expect(prlimit(0, RLIMIT_CORE, &next, &now) == 0 && now.rlim_cur == (rlim_t)round, "the old limit");
    expect(getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_cur == next.rlim_cur, "the new limit");
}

static void directories(long round) {
    char now[64];
    const char *next = round % 2 == 0 ? "/usr" : "/usr/lib";
    expect(chdir(next) == 0 && getcwd(now, sizeof now) != NULL && strcmp(now, next) == 0, "directory");
    mode_t mask = (mode_t)(round & 077);
    umask(mask);
    expect(umask(mask) == mask, "umask");
}

static void *inherits(void *name) {
    check_thread(name);
    return NULL;
}

static void *work(void *argument) {
    const char *kind = argument;
    char name[16];
    for (long round = 0; round < rounds; round++) {
        snprintf(name, sizeof name, "%s%ld", kind, round);
        expect(prctl(PR_SET_NAME, name) == 0, "PR_SET_NAME");
        expect(prctl(PR_SET_TIMERSLACK, round + 1, 0, 0, 0) == 0, "PR_SET_TIMERSLACK");
        check_thread(name);
        check_process();
        expect(prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0) == round + 1, "timer slack");
        if (*kind == 'm') {
            limits(round);
            directories(round);
        }
        if (round % 16 == 0) {
            pthread_t thread;
            expect(pthread_create(&thread, NULL, inherits, name) == 0 && pthread_join(thread, NULL) == 0, "a thread");
        }
    }
    return NULL;
}

int main(int count, char **words) {
    if (count != 2) return 2;
    rounds = atol(words[1]);
    is_root = geteuid() == 0;
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    struct sched_param none = {0};
    gid_t groups[2] = {FIRST_GROUP, FIRST_GROUP + 1};
    pthread_t other;
    expect(setsid() == getpid(), "setsid");
    expect(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0, "register for membarrier");
    expect(sched_setaffinity(0, sizeof first, &first) == 0, "sched_setaffinity");
    expect(syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &none) == 0, "sched_setscheduler");
    expect(setpriority(PRIO_PROCESS, 0, NICE) == 0, "setpriority");
    expect(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS");
    expect(prctl(PR_SET_MM, 1, 0, 0, 0) == -1 && errno == EINVAL, "an option that is refused");
    if (is_root) {
        expect(setgroups(2, groups) == 0, "setgroups");
        expect(setresgid(OTHER_GROUP, OTHER_GROUP, OTHER_GROUP) == 0, "setresgid");
        expect(setresuid(OTHER_USER, OTHER_USER, OTHER_USER) == 0, "setresuid");
    }
    expect(pthread_create(&other, NULL, work, "other") == 0, "pthread_create");
    work("main");
    expect(pthread_join(other, NULL) == 0, "pthread_join");
    dprintf(1, "settings %ld\n", rounds);
    return 0;
}
