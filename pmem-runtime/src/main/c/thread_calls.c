/* clone, exit and what belongs to a thread. */
#include <asm/prctl.h>
#include <linux/errno.h>
#include <linux/futex.h>
#include <linux/sched.h>

#include "calls.h"
#include "finish.h"
#include "labels.h"
#include "program_memory.h"
#include "robust.h"
#include "settings.h"
#include "signals.h"
#include "standstill.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"

#define THREAD_FLAGS (CLONE_THREAD | CLONE_VM | CLONE_SIGHAND)

/* First C code of a new thread; gs is still the parent's, so the slot is found by the stack. */
static void thread_begin(void) {
    uint64_t here = (uint64_t)__builtin_frame_address(0);
    struct thread *thread = thread_slot((here - TABLES_BASE - THREADS_OFFSET) / THREAD_BYTES);
    ASSERT(thread->self == (uint64_t)thread && thread->state == THREAD_PREPARED);
    thread_adopt(thread);
    thread->tid = thread->kernel_alive; /* CLONE_CHILD_SETTID */
    BARRIER();
    thread->state = THREAD_LIVE;
    BARRIER();
    suzaku_exit_all();
}

static void prepare_child(struct thread *thread, struct thread *child, uint64_t flags) {
    child->record = thread->record;
    child->record.rax = 0;
    child->record.result = 0;
    child->record.decision.call = 0;
    child->record.redo_address = 0;
    child->record.restart = thread->record.done;
    if (ARGUMENT2(thread) != 0) {
        child->record.rsp = ARGUMENT2(thread);
    }
    child->record.state = RECORD_COMMITTED;
    child->clear_tid = (flags & CLONE_CHILD_CLEARTID) != 0 ? ARGUMENT4(thread) : 0;
    child->signal_mask = application_mask(thread);
    child->fs_base = ARGUMENT5(thread);
    if ((flags & CLONE_SETTLS) == 0) {
        call2(__NR_arch_prctl, ARCH_GET_FS, &child->fs_base);
    }
}

/*
 * A recovery must find one of: no child (PREPARED, record still CALL), or a child and a parent that knows it.
 * thread->child names the slot from before the child exists until after the parent's call is committed.
 */
static long clone_of_thread(struct thread *thread, uint64_t flags) {
    struct thread *child = thread_allocate();
    if (child == 0) {
        return -EAGAIN;
    }
    prepare_child(thread, child, flags);
    if (!settings_inherit(thread, child)) {
        settings_forget(child);
        child->kernel_alive = 0;
        child->state = THREAD_FREE;
        return -EAGAIN;
    }
    BARRIER();
    thread->child = slot_number(child) + 1;
    BARRIER();
    __atomic_add_fetch(&live_threads, 1, __ATOMIC_RELAXED);
    uint64_t kernel_flags = flags | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_SETTLS;
    int is_child_told = (flags & CLONE_CHILD_SETTID) != 0 && is_writable(ARGUMENT4(thread), sizeof(uint32_t));
    long tid = clone_thread(kernel_flags, runtime_stack_top(child), ARGUMENT3(thread), &child->kernel_alive,
                            child->fs_base, thread_begin);
    if (tid < 0) {
        __atomic_sub_fetch(&live_threads, 1, __ATOMIC_RELAXED);
        thread->child = 0;
        child->kernel_alive = 0;
        child->state = THREAD_FREE;
        return tid;
    }
    if (is_child_told) {
        *(uint32_t *)ARGUMENT4(thread) = (uint32_t)tid;
    }
    child->tid = (uint64_t)tid;
    commit(thread, tid);
    child->acknowledged = 1;
    BARRIER();
    thread->child = 0;
    return tid;
}

long call_clone(struct thread *thread) {
    uint64_t flags = ARGUMENT1(thread);
    if ((flags & THREAD_FLAGS) != THREAD_FLAGS) {
        return clone_of_process(thread);
    }
    lock_acquire(&creation_lock);
    long answer = clone_of_thread(thread, flags);
    lock_release(&creation_lock);
    return answer;
}

static void forget_rseq(struct thread *thread) {
    if (thread->rseq_address != 0) {
        call4(__NR_rseq, thread->rseq_address, thread->rseq_length, 1, thread->rseq_signature);
        thread->rseq_address = 0;
    }
}

/* From its decision on nothing of the program goes on: a recovery that meets it finishes the end and no more. */
static _Noreturn void end_program(struct thread *thread) {
    HEADER->exit_code = (uint32_t)ARGUMENT1(thread) & 0xff;
    remember(thread, ENDS, 0);
    finish_end();
}

/* As the kernel does at the end of a thread, in an order that a recovery can repeat: see enum thread_state. */
long call_exit(struct thread *thread) {
    uint32_t *word = is_writable(thread->clear_tid, sizeof *word) ? (uint32_t *)thread->clear_tid : 0;
    release_robust_futexes(thread);
    forget_rseq(thread); /* before the joiner learns: it may unmap the memory that holds the rseq area */
    if (__atomic_sub_fetch(&live_threads, 1, __ATOMIC_ACQ_REL) == 0) {
        end_program(thread);
    }
    thread->state = THREAD_EXITING;
    BARRIER();
    if (word != 0) {
        *(volatile uint32_t *)word = 0;
    }
    BARRIER();
    thread->state = THREAD_EXITED;
    BARRIER();
    if (word != 0) {
        call3(__NR_futex, word, FUTEX_WAKE, 1); /* as the kernel: never the private kind */
    }
    suzaku_exit_thread();
}

long call_exit_group(struct thread *thread) {
    end_program(thread);
}

long call_set_tid_address(struct thread *thread) {
    thread->clear_tid = ARGUMENT1(thread);
    return (long)thread->tid;
}

long call_set_robust_list(struct thread *thread) {
    if (ARGUMENT2(thread) != sizeof(struct robust_list_head)) {
        return -EINVAL;
    }
    thread->robust_list = ARGUMENT1(thread); /* the kernel must not walk it in the pool after a cut */
    thread->robust_length = ARGUMENT2(thread);
    return 0;
}

long call_rseq(struct thread *thread) {
    long answer = pass_through(thread);
    if (answer == 0) {
        /* A recovery that registers and a repeated call that registers again would be one too many. */
        thread->rseq_length = ARGUMENT2(thread);
        thread->rseq_signature = ARGUMENT4(thread);
        commit_store(thread, 0, &thread->rseq_address, (ARGUMENT3(thread) & 1) != 0 ? 0 : ARGUMENT1(thread));
    }
    return answer;
}

long call_arch_prctl(struct thread *thread) {
    switch (ARGUMENT1(thread)) {
    case ARCH_SET_GS:
        return -EPERM; /* gs is the runtime's */
    case ARCH_GET_GS:
        if (!is_writable(ARGUMENT2(thread), sizeof(uint64_t))) {
            return -EFAULT;
        }
        *(uint64_t *)ARGUMENT2(thread) = 0;
        return 0;
    default:
        return pass_through(thread);
    }
}
