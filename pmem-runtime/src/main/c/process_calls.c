/*
 * fork, vfork and the clone of a process. The child is volatile (volatile_child.h); what the image knows of it is one word in the table of
 * children, committed together with the call. The child waits until then: a call that a cut rewinds has had no child that did anything.
 */
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/mman.h>
#include <linux/sched.h>

#include "calls.h"
#include "children.h"
#include "files.h"
#include "mappings.h"
#include "program_memory.h"
#include "signals.h"
#include "standstill.h"
#include "syscalls.h"
#include "text.h"
#include "volatile_child.h"

#define CHILD_STACK_BYTES 32768
#define STREAM_TYPE 1
#define PROCESS_FLAGS \
    (CLONE_VM | CLONE_VFORK | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CSIGNAL)

/* Volatile, under creation_lock. A forked child has copies of its own. */
static struct child_start fork_start;
static uint8_t fork_stack[CHILD_STACK_BYTES] __attribute__((aligned(64)));

/* What lies in the scratch memory of a vfork. */
struct vfork_memory {
    struct child_start start;
    uint8_t stack[CHILD_STACK_BYTES] __attribute__((aligned(64)));
};

/* The arguments of one such call, in the terms of clone. */
struct process_call {
    uint64_t flags, stack, parent_tid, child_tid, tls;
};

static void describe(struct child_start *start, struct thread *thread, const struct process_call *call, uint64_t mask) {
    memset(start, 0, sizeof *start);
    start->record = thread->record;
    if (call->stack != 0) {
        start->record.rsp = call->stack;
    }
    start->parent = thread;
    start->signal_mask = mask;
    start->flags = call->flags;
    start->child_tid = call->child_tid;
    start->tls = call->tls;
}

/* Blocks every signal, so that none meets the child before its own handlers do. Answers the application's mask. */
static uint64_t block_signals(struct thread *thread) {
    uint64_t all = ~SIGNAL_SYS_BIT;
    uint64_t mask;
    call4(__NR_rt_sigprocmask, SIG_BLOCK, 0, &mask, 8);
    const struct decision *kept = kept_decision(thread);
    if (kept != 0) {
        mask = kept->first;
    } else if (thread->deferred_signal != 0) {
        mask = thread->deferred_mask;
    }
    remember(thread, mask, 0); /* a cut saves the mask as it finds it */
    call4(__NR_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
    if (thread->deferred_signal != 0) {
        mask = thread->deferred_mask;
    }
    return mask;
}

/* A signal that waits for the end of this call keeps all others blocked. */
static void unblock_signals(struct thread *thread, uint64_t mask) {
    if (thread->deferred_signal != 0) {
        thread->deferred_mask = mask;
    } else {
        call4(__NR_rt_sigprocmask, SIG_SETMASK, &mask, 0, 8);
    }
}

/* The child exists and waits: from here on the program knows it. */
static void commit_child(struct thread *thread, const struct process_call *call, struct child *entry, long pid) {
    if ((call->flags & CLONE_PARENT_SETTID) != 0 && is_writable(call->parent_tid, sizeof(uint32_t))) {
        *(uint32_t *)call->parent_tid = (uint32_t)pid;
    }
    lock_acquire(&children_lock);
    struct child *same = child_find((int)pid); /* one that ended without anybody waiting */
    uint64_t word = (uint64_t)pid | (uint64_t)call1(__NR_getpgid, 0) << 32;
    if ((uint32_t)pid > HEADER->last_pid) {
        HEADER->last_pid = (uint32_t)pid;
    }
    commit_store(thread, pid, same != 0 ? &same->word : &entry->word, word);
    lock_release(&children_lock);
}

static struct child *free_entry(void) {
    lock_acquire(&children_lock);
    struct child *entry = child_free_entry();
    lock_release(&children_lock);
    return entry;
}

/* Waits until the child has its copy. The child's number, or -errno when it died on the way. */
static long await_copy(long pid) {
    char byte;
    if (call3(__NR_read, fork_start.parent_end, &byte, 1) == 1) {
        return pid;
    }
    call4(__NR_wait4, pid, 0, 0x40000000 /* __WALL */, 0);
    return -ENOMEM;
}

/* With everything locked and all others standing still. */
static long fork_now(struct thread *thread, const struct process_call *call, struct child *entry, uint64_t mask) {
    int ends[2];
    long answer = call4(__NR_socketpair, FAMILY_UNIX, STREAM_TYPE | O_CLOEXEC, 0, ends);
    if (answer < 0) {
        return -EAGAIN;
    }
    describe(&fork_start, thread, call, mask);
    fork_start.parent_end = ends[0];
    fork_start.child_end = ends[1];
    share_descriptors();
    long pid = clone_process(call->flags & CSIGNAL, (uint64_t)fork_stack + CHILD_STACK_BYTES, 0, &fork_start, forked_child);
    call1(__NR_close, ends[1]);
    if (pid >= 0) {
        pid = await_copy(pid);
    }
    if (pid >= 0) {
        unblock_signals(thread, mask);
        commit_child(thread, call, entry, pid);
        call3(__NR_write, ends[0], "", 1);
    }
    call1(__NR_close, ends[0]);
    return pid;
}

static long fork_process(struct thread *thread, const struct process_call *call) {
    lock_acquire(&creation_lock);
    lock_acquire(&mappings_lock);
    struct child *entry = free_entry();
    long pid = -EAGAIN;
    if (entry != 0) {
        uint64_t mask = block_signals(thread);
        share_pipes();
        standstill_begin(thread);
        pid = fork_now(thread, call, entry, mask);
        standstill_end();
        if (pid < 0) {
            unblock_signals(thread, mask);
        }
    }
    lock_release(&mappings_lock);
    lock_release(&creation_lock);
    return pid;
}

static void await_end_of_sharing(struct child_start *start) {
    while (__atomic_load_n(&start->running, __ATOMIC_ACQUIRE) != 0) {
        call4(__NR_futex, &start->running, FUTEX_WAIT, 1, 0);
    }
}

static long vfork_with(struct thread *thread, const struct process_call *call, struct vfork_memory *memory) {
    lock_acquire(&creation_lock);
    struct child *entry = free_entry();
    if (entry == 0) {
        lock_release(&creation_lock);
        return -EAGAIN;
    }
    uint64_t mask = block_signals(thread);
    struct child_start *start = &memory->start;
    describe(start, thread, call, mask);
    start->running = 1;
    share_pipes();
    share_descriptors();
    long pid = clone_process(CLONE_VM | CLONE_CHILD_CLEARTID | (call->flags & CSIGNAL),
                             (uint64_t)memory->stack + CHILD_STACK_BYTES, &start->running, start, vforked_child);
    unblock_signals(thread, mask);
    if (pid >= 0) {
        commit_child(thread, call, entry, pid);
    }
    lock_release(&creation_lock);
    if (pid >= 0) {
        __atomic_store_n(&start->go, 1, __ATOMIC_RELEASE);
        call3(__NR_futex, &start->go, FUTEX_WAKE, 1);
        await_end_of_sharing(start); /* not by CLONE_VFORK: nothing could stop this thread then */
    }
    return pid;
}

static long vfork_process(struct thread *thread, const struct process_call *call) {
    long scratch = call6(__NR_mmap, 0, sizeof(struct vfork_memory), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                         (uint64_t)-1, 0);
    if (scratch < 0 && scratch > -4096) {
        return -EAGAIN;
    }
    long pid = vfork_with(thread, call, (struct vfork_memory *)scratch);
    call2(__NR_munmap, scratch, sizeof(struct vfork_memory));
    return pid;
}

long clone_of_process(struct thread *thread) {
    struct process_call call = {
        .flags = ARGUMENT1(thread),
        .stack = ARGUMENT2(thread),
        .parent_tid = ARGUMENT3(thread),
        .child_tid = ARGUMENT4(thread),
        .tls = ARGUMENT5(thread),
    };
    if ((call.flags & ~(uint64_t)PROCESS_FLAGS) != 0) {
        return -EINVAL; /* namespaces, shared descriptors, pidfds */
    }
    if ((call.flags & CLONE_VM) == 0) {
        return fork_process(thread, &call);
    }
    return (call.flags & CLONE_VFORK) != 0 ? vfork_process(thread, &call) : -EINVAL;
}

long call_fork(struct thread *thread) {
    struct process_call call = {.flags = SIGCHLD};
    return fork_process(thread, &call);
}

long call_vfork(struct thread *thread) {
    struct process_call call = {.flags = CLONE_VM | CLONE_VFORK | SIGCHLD};
    return vfork_process(thread, &call);
}
