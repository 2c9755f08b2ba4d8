/*
 * One table says for every system call what becomes of it: 0 = passed to the kernel as it is, a handler = tracked or
 * emulated, call_refused = answered ENOSYS because the runtime could not carry its effects over a cut.
 */
#include <linux/errno.h>

#include "calls.h"
#include "syscalls.h"
#include "text.h"

#define CALLS 512

static call_handler *const handlers[CALLS] = {
    [__NR_mmap] = call_mmap,
    [__NR_munmap] = call_munmap,
    [__NR_mprotect] = call_mprotect,
    [__NR_pkey_mprotect] = call_refused,
    [__NR_mremap] = call_mremap,
    [__NR_madvise] = call_madvise,
    [__NR_process_madvise] = call_refused,
    [__NR_remap_file_pages] = call_refused,
    [__NR_brk] = call_brk,
    [__NR_shmat] = call_refused,
    [__NR_open] = call_open,
    [__NR_openat] = call_openat,
    [__NR_openat2] = call_refused,
    [__NR_creat] = call_creat,
    [__NR_close] = call_close,
    [__NR_close_range] = call_close_range,
    [__NR_dup] = call_dup,
    [__NR_dup2] = call_dup2,
    [__NR_dup3] = call_dup3,
    [__NR_fcntl] = call_fcntl,
    [__NR_ioctl] = call_ioctl,
    [__NR_read] = call_read,
    [__NR_write] = call_write,
    [__NR_readv] = call_readv,
    [__NR_writev] = call_writev,
    [__NR_lseek] = call_lseek,
    [__NR_getdents64] = call_getdents64,
    [__NR_sendfile] = call_sendfile,
    [__NR_copy_file_range] = call_refused,
    [__NR_splice] = call_refused,
    [__NR_tee] = call_refused,
    [__NR_vmsplice] = call_refused,
    [__NR_eventfd] = call_eventfd,
    [__NR_eventfd2] = call_eventfd2,
    [__NR_pipe] = call_pipe,
    [__NR_pipe2] = call_pipe2,
    [__NR_epoll_create] = call_epoll_create,
    [__NR_epoll_create1] = call_epoll_create1,
    [__NR_epoll_ctl] = call_epoll_ctl,
    [__NR_socket] = call_socket,
    [__NR_socketpair] = call_socketpair,
    [__NR_bind] = call_bind,
    [__NR_listen] = call_listen,
    [__NR_accept] = call_accept,
    [__NR_accept4] = call_accept4,
    [__NR_connect] = call_connect,
    [__NR_setsockopt] = call_setsockopt,
    [__NR_clone] = call_clone,
    [__NR_clone3] = call_refused, /* glibc falls back to clone */
    [__NR_fork] = call_refused,
    [__NR_vfork] = call_refused,
    [__NR_execve] = call_refused,
    [__NR_execveat] = call_refused,
    [__NR_unshare] = call_refused,
    [__NR_setns] = call_refused,
    [__NR_ptrace] = call_refused,
    [__NR_seccomp] = call_refused,
    [__NR_exit] = call_exit,
    [__NR_exit_group] = call_exit_group,
    [__NR_set_tid_address] = call_set_tid_address,
    [__NR_set_robust_list] = call_set_robust_list,
    [__NR_rseq] = call_rseq,
    [__NR_arch_prctl] = call_arch_prctl,
    [__NR_prctl] = call_prctl,
    [__NR_futex] = call_futex,
    [__NR_nanosleep] = call_nanosleep,
    [__NR_clock_nanosleep] = call_clock_nanosleep,
    [__NR_rt_sigaction] = call_rt_sigaction,
    [__NR_rt_sigprocmask] = call_rt_sigprocmask,
    [__NR_rt_sigsuspend] = call_rt_sigsuspend,
    [__NR_rt_sigreturn] = call_rt_sigreturn,
    [__NR_sigaltstack] = call_sigaltstack,
    [__NR_chdir] = call_chdir,
    [__NR_fchdir] = call_fchdir,
    [__NR_umask] = call_umask,
    [__NR_readlink] = call_readlink,
    [__NR_readlinkat] = call_readlinkat,
    [__NR_mkdir] = call_mkdir,
    [__NR_mkdirat] = call_mkdirat,
    [__NR_mknod] = call_mknod,
    [__NR_mknodat] = call_mknodat,
    [__NR_link] = call_link,
    [__NR_linkat] = call_linkat,
    [__NR_symlink] = call_symlink,
    [__NR_symlinkat] = call_symlinkat,
    [__NR_unlink] = call_unlink,
    [__NR_unlinkat] = call_unlinkat,
    [__NR_rmdir] = call_unlink,
    [__NR_rename] = call_rename,
    [__NR_renameat] = call_renameat,
    [__NR_renameat2] = call_renameat2,
    [__NR_memfd_create] = call_refused,
    [__NR_timerfd_create] = call_refused,
    [__NR_signalfd] = call_refused,
    [__NR_signalfd4] = call_refused,
    [__NR_inotify_init] = call_refused,
    [__NR_inotify_init1] = call_refused,
    [__NR_userfaultfd] = call_refused,
    [__NR_io_setup] = call_refused,
    [__NR_io_uring_setup] = call_refused,
    [__NR_perf_event_open] = call_refused,
    [__NR_pidfd_open] = call_refused,
    [__NR_bpf] = call_refused,
};

long call_refused(struct thread *thread) {
    (void)thread;
    return -ENOSYS;
}

long pass_through(struct thread *thread) {
    const struct call_record *record = &thread->record;
    return interruptible_call((long)record->rax, record->rdi, record->rsi, record->rdx, record->r10, record->r8,
                              record->r9);
}

/* A call that a handled signal interrupted and that the application wants to go on: start it again after the handler. */
static int restarts_after_signal(const struct thread *thread, long answer) {
    if (answer != -EINTR || thread->deferred_signal == 0 ||
        (SIGNALS[thread->deferred_signal].flags & 0x10000000ull) == 0) {
        return 0;
    }
    switch (thread->record.rax) {
    case __NR_read:
    case __NR_write:
    case __NR_readv:
    case __NR_writev:
    case __NR_accept:
    case __NR_accept4:
    case __NR_connect:
    case __NR_recvfrom:
    case __NR_recvmsg:
    case __NR_sendto:
    case __NR_sendmsg:
    case __NR_wait4:
    case __NR_waitid:
    case __NR_futex:
    case __NR_open:
    case __NR_openat:
    case __NR_fcntl:
    case __NR_flock:
        return 1;
    default:
        return 0;
    }
}

/* The decision of a rewound call has served when its repetition is over; other calls leave it alone. */
static void forget_decision(struct thread *thread) {
    if (is_repetition(thread)) {
        thread->replay[0] = 0;
    }
}

/* Called by suzaku_entry on the runtime's stack, with the record linked. */
void dispatch(struct thread *thread);
void dispatch(struct thread *thread) {
    uint64_t number = thread->record.rax;
    call_handler *handler = number < CALLS ? handlers[number] : 0;
    long answer = handler != 0 ? handler(thread) : pass_through(thread);
    if (thread->record.state != RECORD_COMMITTED) {
        if (restarts_after_signal(thread, answer)) {
            thread->record.done = thread->record.restart;
            answer = (long)number;
        }
        forget_decision(thread);
        commit(thread, answer);
    } else {
        forget_decision(thread);
    }
    thread->record.intent[0] = 0;
}
