/* Waiting for children: those that a cut has killed come first, the rest is the kernel's. */
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/resource.h>
#include <linux/wait.h>

#include "calls.h"
#include "children.h"
#include "files.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

static int has_ended(int status) { return (status & 0x7f) != 0x7f; }

/* Ends the entry of a child together with the call; `answer` is what the application gets. */
static long wait_commit(struct thread *thread, struct child *child, long answer) {
    if (child != 0) {
        commit_store(thread, answer, &child->word, 0);
    }
    return answer;
}

static long reaped(struct thread *thread, int pid, long answer) {
    refresh_shared_offsets(); /* what the child has written through descriptors that it shares with the program */
    lock_acquire(&children_lock);
    wait_commit(thread, child_find(pid), answer);
    lock_release(&children_lock);
    return answer;
}

long call_wait4(struct thread *thread) {
    int *status = (int *)ARGUMENT2(thread);
    struct rusage *usage = (struct rusage *)ARGUMENT4(thread);
    if ((status != 0 && !is_writable(ARGUMENT2(thread), sizeof *status)) || (usage != 0 && !is_writable(ARGUMENT4(thread), sizeof *usage))) {
        return -EFAULT;
    }
    lock_acquire(&children_lock);
    struct child *killed = child_find_killed((int)ARGUMENT1(thread));
    if (killed != 0) {
        long pid = child_pid(killed->word);
        if (status != 0) {
            *status = SIGKILL;
        }
        if (usage != 0) {
            memset(usage, 0, sizeof *usage);
        }
        wait_commit(thread, killed, pid);
        lock_release(&children_lock);
        return pid;
    }
    lock_release(&children_lock);
    int ended = 0;
    long pid = call_as_asked(thread, __NR_wait4, ARGUMENT1(thread), (uint64_t)&ended, ARGUMENT3(thread), ARGUMENT4(thread), 0);
    if (pid > 0 && status != 0) {
        *status = ended;
    }
    return pid > 0 && has_ended(ended) ? reaped(thread, (int)pid, pid) : pid;
}

/* What waitid means, in the terms of wait4; -2 in `pid` for what no killed child can be. */
static int meant_by_waitid(struct thread *thread) {
    int id = (int)ARGUMENT2(thread);
    if ((ARGUMENT4(thread) & WEXITED) == 0) {
        return -2;
    }
    switch (ARGUMENT1(thread)) {
    case P_ALL:
        return -1;
    case P_PID:
        return id > 0 ? id : -2;
    case P_PGID:
        return id == 0 ? 0 : -id;
    default:
        return -2;
    }
}

static void describe_killed(siginfo_t *information, int pid) {
    if (information != 0) {
        memset(information, 0, sizeof *information);
        information->si_signo = SIGCHLD;
        information->si_code = CLD_KILLED;
        information->si_pid = pid;
        information->si_uid = (uint32_t)call0(__NR_getuid);
        information->si_status = SIGKILL;
    }
}

long call_waitid(struct thread *thread) {
    siginfo_t *information = (siginfo_t *)ARGUMENT3(thread);
    int keep = (ARGUMENT4(thread) & WNOWAIT) != 0;
    int meant = meant_by_waitid(thread);
    if (information != 0 && !is_writable(ARGUMENT3(thread), sizeof *information)) {
        return -EFAULT;
    }
    lock_acquire(&children_lock);
    struct child *killed = meant == -2 ? 0 : child_find_killed(meant);
    if (killed != 0) {
        describe_killed(information, child_pid(killed->word));
        if (!keep) {
            wait_commit(thread, killed, 0);
        }
        lock_release(&children_lock);
        return 0;
    }
    lock_release(&children_lock);
    siginfo_t found;
    memset(&found, 0, sizeof found);
    long answer = call_as_asked(thread, __NR_waitid, ARGUMENT1(thread), ARGUMENT2(thread), (uint64_t)&found, ARGUMENT4(thread),
                                ARGUMENT5(thread));
    if (answer == 0 && information != 0) {
        memcpy(information, &found, sizeof found);
    }
    int ended = found.si_code == CLD_EXITED || found.si_code == CLD_KILLED || found.si_code == CLD_DUMPED;
    return answer == 0 && found.si_pid != 0 && ended && !keep ? reaped(thread, found.si_pid, 0) : answer;
}

/* A child that a cut has killed and that nobody has waited for still takes signals, as every zombie does. */
long call_kill(struct thread *thread) {
    long answer = pass_through(thread);
    if (answer == -ESRCH && (int)ARGUMENT1(thread) > 0) {
        lock_acquire(&children_lock);
        answer = child_find_killed((int)ARGUMENT1(thread)) != 0 ? 0 : -ESRCH;
        lock_release(&children_lock);
    }
    return answer;
}
