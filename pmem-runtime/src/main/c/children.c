#include "children.h"

#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/fcntl.h>

#include "syscalls.h"
#include "text.h"

#define SA_NOCLDWAIT_FLAG 2ull

struct lock children_lock;

static int exists(uint64_t word) { return (word & CHILD_KILLED) != 0 || call2(__NR_kill, child_pid(word), 0) != -ESRCH; }

struct child *child_free_entry(void) {
    for (uint32_t i = 0; i < CHILD_CAPACITY; i++) {
        if (CHILDREN[i].word == 0) {
            if (i >= HEADER->children_high) {
                HEADER->children_high = i + 1;
            }
            return &CHILDREN[i];
        }
    }
    for (uint32_t i = 0; i < CHILD_CAPACITY; i++) { /* nobody waits for children of a program that ignores SIGCHLD */
        if (!exists(CHILDREN[i].word)) {
            return &CHILDREN[i];
        }
    }
    return 0;
}

struct child *child_find(int pid) {
    for (uint32_t i = 0; i < HEADER->children_high; i++) {
        if (CHILDREN[i].word != 0 && child_pid(CHILDREN[i].word) == pid) {
            return &CHILDREN[i];
        }
    }
    return 0;
}

static int is_meant(uint64_t word, int pid) {
    if (pid > 0) {
        return child_pid(word) == pid;
    }
    if (pid == -1) {
        return 1;
    }
    return child_group(word) == (pid == 0 ? (int)call1(__NR_getpgid, 0) : -pid);
}

struct child *child_find_killed(int pid) {
    for (uint32_t i = 0; i < HEADER->children_high; i++) {
        if ((CHILDREN[i].word & CHILD_KILLED) != 0 && is_meant(CHILDREN[i].word, pid)) {
            return &CHILDREN[i];
        }
    }
    return 0;
}

static void raise_last_pid(void) {
    char digits[16];
    size_t at = sizeof digits;
    for (uint32_t left = HEADER->last_pid; left != 0; left /= 10) {
        digits[--at] = (char)('0' + left % 10);
    }
    if (at == sizeof digits) {
        return;
    }
    long fd = call4(__NR_openat, AT_FDCWD, "/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC, 0);
    if (fd >= 0) { /* without it, a new child may get the number of one that is still to be waited for */
        call3(__NR_write, fd, digits + at, sizeof digits - at);
        call1(__NR_close, fd);
    }
}

void resume_children(void) {
    int killed = 0;
    const struct signal_action *action = &SIGNALS[SIGCHLD];
    int ignored = action->handler == (uint64_t)SIG_IGN || (action->flags & SA_NOCLDWAIT_FLAG) != 0;
    for (uint32_t i = 0; i < HEADER->children_high; i++) {
        if (CHILDREN[i].word != 0) {
            CHILDREN[i].word = ignored ? 0 : CHILDREN[i].word | CHILD_KILLED;
            killed = ignored ? 0 : child_pid(CHILDREN[i].word);
        }
    }
    raise_last_pid();
    if (killed != 0) {
        siginfo_t information = {.si_signo = SIGCHLD, .si_code = CLD_KILLED};
        information.si_pid = killed;
        information.si_status = SIGKILL;
        call3(__NR_rt_sigqueueinfo, call0(__NR_getpid), SIGCHLD, &information);
    }
}
