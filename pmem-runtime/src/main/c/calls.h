/*
 * Emulated system calls. A handler gets the calling thread, finds the arguments in its record, and answers the result
 * or -errno. It may commit by itself (together with a store); if it has not, the dispatcher commits what it answers.
 * Until a commit, a cut makes the call happen again from the start.
 */
#ifndef SUZAKU_CALLS_H
#define SUZAKU_CALLS_H

#include <linux/errno.h>

#include "decisions.h"
#include "image.h"
#include "offsets.h"
#include "syscalls.h"

typedef long call_handler(struct thread *thread);

#define ARGUMENT1(thread) ((thread)->record.rdi)
#define ARGUMENT2(thread) ((thread)->record.rsi)
#define ARGUMENT3(thread) ((thread)->record.rdx)
#define ARGUMENT4(thread) ((thread)->record.r10)
#define ARGUMENT5(thread) ((thread)->record.r8)
#define ARGUMENT6(thread) ((thread)->record.r9)

/*
 * The call as the application made it, passed to the kernel. Where calls.def does not say AT_ONCE, nor the program so, a signal may interrupt it
 * (-EINTR) or keep it from being made (CALL_NOT_MADE): dispatch settles what becomes of it then.
 */
call_handler pass_through;

/* As pass_through, for a call that does not wait: no signal keeps it from being made, not even one that waits for its end already. */
call_handler pass_at_once;

/* One attempt at the call as the application made it; no signal of it interrupts that. */
static inline long as_it_is(const struct thread *thread) {
    const struct call_record *record = &thread->record;
    return call6((long)record->rax, record->rdi, record->rsi, record->rdx, record->r10, record->r8, record->r9);
}

/* As call6, but a signal that arrives before the kernel is entered makes it answer CALL_NOT_MADE (signals.S). */
long attempt_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/* Whether only the runtime has interrupted a call, as another thread forked: the application must not learn of it. */
static inline int was_disturbed(const struct thread *thread, long answer) {
    return answer == -EINTR && *(const volatile uint64_t *)&thread->deferred_signal == 0;
}

/* attempt_call until it is over or a signal of the application meets it. A relative time-out begins anew each time: see wait_on. */
static inline long undisturbed_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    long answer;
    do {
        answer = attempt_call(number, a, b, c, d, e, f);
    } while (was_disturbed(this_thread(), answer));
    return answer;
}

/* The same; answers -EINTR for CALL_NOT_MADE too. */
static inline long interruptible_call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    long answer = undisturbed_call(number, a, b, c, d, e, f);
    return answer == CALL_NOT_MADE ? -EINTR : answer;
}

/* Whether a call with such an answer, -EINTR or CALL_NOT_MADE, starts again after the handler of the signal that has met it. */
int restarts_after_signal(const struct thread *thread, long answer);

/* Whether a futex call that a signal has interrupted starts again after the handler; `is_wanted`: it was installed with SA_RESTART. */
int futex_restarts(const struct thread *thread, int is_wanted);

/* Whether the application does not want the call to wait, by a flag of it or of its descriptor: then no signal may interrupt it. */
int asks_not_to_wait(const struct thread *thread);

/* interruptible_call, or call6 where the application does not want it to wait. */
static inline long call_as_asked(const struct thread *thread, long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    return asks_not_to_wait(thread) ? call6(number, a, b, c, d, e, 0) : interruptible_call(number, a, b, c, d, e, 0);
}

/* Makes the call as the application made it again after it was disturbed, with what is left of a relative time-out. */
call_handler wait_on;

call_handler call_mmap, call_munmap, call_mprotect, call_mremap, call_madvise, call_brk;
call_handler call_open, call_openat, call_creat, call_close, call_close_range, call_dup, call_dup2, call_dup3, call_fcntl,
    call_ioctl;
call_handler call_read, call_write, call_readv, call_writev, call_lseek, call_getdents64, call_sendfile, call_pwrite64, call_pwritev,
    call_truncate, call_ftruncate;
call_handler call_eventfd, call_eventfd2, call_pipe, call_pipe2, call_epoll_create, call_epoll_create1, call_epoll_ctl,
    call_epoll_wait;
call_handler call_sendmsg, call_sendmmsg;
call_handler call_socket, call_socketpair, call_bind, call_listen, call_accept, call_accept4, call_connect,
    call_setsockopt;
call_handler call_clone, call_exit, call_exit_group, call_set_tid_address, call_set_robust_list, call_rseq,
    call_arch_prctl, call_prctl;
/* Waits with a signal mask of their own, from which SIGSYS is taken. */
call_handler call_masked_wait;
call_handler call_futex, call_nanosleep, call_clock_nanosleep;
call_handler call_rt_sigaction, call_rt_sigprocmask, call_sigaltstack, call_rt_sigreturn, call_rt_sigsuspend;
call_handler call_chdir, call_fchdir, call_umask, call_readlink, call_readlinkat;
call_handler call_mkdir, call_mkdirat, call_mknod, call_mknodat, call_link, call_linkat, call_symlink, call_symlinkat,
    call_unlink, call_unlinkat, call_rename, call_renameat, call_renameat2;
call_handler call_sched_setaffinity, call_sched_setscheduler, call_sched_setparam, call_sched_setattr, call_setpriority,
    call_ioprio_set, call_personality, call_setsid, call_setpgid, call_set_user, call_set_group, call_setgroups, call_capset,
    call_setrlimit, call_prlimit64, call_membarrier;
call_handler call_fork, call_vfork, call_wait4, call_waitid, call_kill;
/* The part of clone that makes a process. */
call_handler clone_of_process;
call_handler call_memfd_create, call_timerfd_create, call_timerfd_settime, call_timer_create, call_timer_settime,
    call_timer_gettime, call_timer_getoverrun, call_timer_delete, call_setitimer, call_alarm;
call_handler call_flock, call_inotify_init, call_inotify_init1, call_inotify_add_watch, call_inotify_rm_watch;
call_handler call_rt_sigtimedwait, call_signalfd, call_signalfd4;
call_handler call_refused;

#endif
