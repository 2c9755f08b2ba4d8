#include "resume.h"

#include <asm/prctl.h>
#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/rseq.h>
#include <linux/sched.h>

#include "children.h"
#include "file_locks.h"
#include "files.h"
#include "finish.h"
#include "mappings.h"
#include "power.h"
#include "settings.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"
#include "timers.h"

/* Volatile: how far the recovery is, for the threads that it makes; and how many of them have sent themselves their signals. */
enum step { THREADS_BEGIN = 0, TIMERS_ARE_BACK = 1, EVERYTHING_IS_BACK = 2 };
static uint32_t step_taken, threads_told;

static void await_at_least(const uint32_t *word, uint32_t wanted) {
    for (uint32_t now; (now = __atomic_load_n(word, __ATOMIC_ACQUIRE)) < wanted;) {
        call4(__NR_futex, word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, now, 0);
    }
}

static void raise_to(uint32_t *word, uint32_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
    call3(__NR_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, THREAD_CAPACITY);
}

/* Storage outside of every mapping was being given back, or taken, when the power went. */
static void release_unmapped_storage(void) {
    const struct mapping_index *index = mappings_now();
    uint64_t at = ARENA_START;
    uint64_t i = 0;
    for (;;) {
        long data = call3(__NR_lseek, pool_fd, at, 3 /* SEEK_DATA */);
        if (data < 0 || (uint64_t)data >= ARENA_END) {
            return;
        }
        at = page_down((uint64_t)data);
        while (i < index->count && (index->entries[i].end <= at || index->entries[i].kind != MAPPING_POOL)) {
            i++;
        }
        uint64_t next = i < index->count ? index->entries[i].start : ARENA_END;
        if (next > at) {
            pool_release(at, next);
        }
        if (i == index->count) {
            return;
        }
        at = index->entries[i].end;
    }
}

static void resume_mappings(void) {
    const struct mapping_index *index = mappings_now();
    release_unmapped_storage();
    for (uint64_t i = 0; i < index->count; i++) {
        long answer = map_entry(&index->entries[i]);
        if (answer < 0) {
            fail(START_FAILED, "cannot map a part of the image again", "mmap", answer);
        }
    }
}

static void resume_place(void) {
    long answer = call1(__NR_chdir, working_directory());
    if (answer < 0) {
        fail(START_FAILED, "cannot enter the program's working directory", working_directory(), answer);
    }
    call1(__NR_umask, HEADER->umask);
}

static int goes_on(const struct thread *thread) {
    return thread->phase == PHASE_RESTORING && (thread->state == THREAD_LIVE || thread->state == THREAD_PREPARED);
}

static void resume_signals(void) {
    install_dispatch();
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        if (goes_on(thread_slot(number))) {
            forget_handler(thread_slot(number));
        }
    }
    for (uint64_t signal = 1; signal <= 64; signal++) {
        if (SIGNALS[signal].handler != 0 && signal != SIGKILL && signal != SIGSTOP && signal != SIGSYS) {
            install_action(signal);
        }
    }
}

/*
 * What waited in the kernel at the cut waits again; all threads still block everything. `tid` 0: for the process. A thread sends its own to
 * itself: from others the kernel takes no signal that says it comes from tgkill.
 */
static void send_pending_signals(uint64_t tid) {
    long process = call0(__NR_getpid);
    for (uint32_t i = 0; i < HEADER->pending_count && i < PENDING_CAPACITY; i++) {
        const struct pending_signal *pending = &PENDING[i];
        siginfo_t information;
        if (pending->tid != tid || tells_power_failure(pending) || !signal_after_cut(pending, &information)) {
            continue;
        }
        long answer = tid != 0 ? call4(__NR_rt_tgsigqueueinfo, process, tid, information.si_signo, &information)
                               : call3(__NR_rt_sigqueueinfo, process, information.si_signo, &information);
        if (answer < 0) {
            fail(255, "cannot send a signal again that waited when the power went", "rt_sigqueueinfo", answer);
        }
    }
}

static int signals_wait_for_others(const struct thread *first) {
    for (uint32_t i = 0; i < HEADER->pending_count && i < PENDING_CAPACITY; i++) {
        if (PENDING[i].tid != 0 && PENDING[i].tid != first->tid) {
            return 1;
        }
    }
    return 0;
}

/*
 * A restartable sequence that the cut interrupted is aborted, as a preemption would have done: the registration below makes the kernel
 * forget it. Repeating this changes nothing, the new rip lies outside.
 */
static void abort_critical_section(const struct thread *thread) {
    struct rseq *area = (struct rseq *)thread->rseq_address;
    const struct rseq_cs *section = (const struct rseq_cs *)area->rseq_cs;
    struct sigcontext *registers = &((struct ucontext *)thread->resume_frame)->uc_mcontext;
    if (section == 0) {
        return;
    }
    if (registers->rip - section->start_ip < section->post_commit_offset) {
        registers->rip = section->abort_ip;
    }
    BARRIER();
    area->rseq_cs = 0;
}

/* The last steps of a thread, by itself: what the kernel keeps per thread, then the application's registers. */
static _Noreturn void go_on(struct thread *thread) {
    thread->standing = 0;
    thread_adopt(thread);
    if (thread->rseq_address != 0) {
        abort_critical_section(thread);
        long answer = call4(__NR_rseq, thread->rseq_address, thread->rseq_length, 0, thread->rseq_signature);
        if (answer < 0) {
            fail(255, "cannot register a restartable sequence again", "rseq", answer);
        }
    }
    settings_make_again((uint32_t)slot_number(thread) + 1);
    await_at_least(&step_taken, EVERYTHING_IS_BACK);
    call2(__NR_arch_prctl, ARCH_SET_FS, thread->resume_fs_base);
    if (is_delivered(thread)) { /* by deliver_deferred, which does the same */
        thread->deferred_signal = 0;
        thread->record.state = RECORD_NONE;
    }
    if (thread->state == THREAD_PREPARED) {
        thread->state = THREAD_LIVE;
    }
    BARRIER();
    suzaku_resume(thread);
}

static void thread_resumes(void) {
    uint64_t here = (uint64_t)__builtin_frame_address(0);
    struct thread *thread = thread_slot((here - TABLES_BASE - THREADS_OFFSET) / THREAD_BYTES);
    await_at_least(&step_taken, TIMERS_ARE_BACK);
    send_pending_signals(thread->tid);
    __atomic_add_fetch(&threads_told, 1, __ATOMIC_ACQ_REL);
    call3(__NR_futex, &threads_told, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
    go_on(thread);
}

static void create_thread(struct thread *thread) {
    int tid = (int)thread->tid;
    struct clone_args arguments = {
        .flags = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_CHILD_CLEARTID,
        .child_tid = (uint64_t)&thread->kernel_alive,
        .stack = (uint64_t)thread->runtime_stack,
        .stack_size = RUNTIME_STACK_BYTES,
        .set_tid = (uint64_t)&tid,
        .set_tid_size = 1,
    };
    thread->kernel_alive = 1;
    __atomic_add_fetch(&live_threads, 1, __ATOMIC_RELAXED);
    long answer = clone3_thread(&arguments, sizeof arguments, thread_resumes);
    if (answer != tid) {
        fail(255, "cannot create a thread again under its number", "clone3", answer);
    }
}

/* All but the first, which is the one that runs now. Answers how many. */
static uint32_t create_threads(void) {
    uint32_t count = 0;
    for (uint64_t number = 1; number < HEADER->threads_high; number++) {
        struct thread *thread = thread_slot(number);
        if (goes_on(thread)) {
            create_thread(thread);
            count++;
        } else {
            thread->kernel_alive = 0;
        }
    }
    return count;
}

_Noreturn void resume(void) {
    struct thread *first = thread_slot(0);
    if (HEADER->state != IMAGE_RECOVERING) {
        fail(START_FAILED, "the image is not ready to resume", "no controller has prepared it", 0);
    }
    HEADER->sealed = 0; /* from here on the tables change */
    BARRIER();
    HEADER->power = POWER_ON; /* the cut may have come while another controller made the process save itself */
    HEADER->persistent_memory = (uint64_t)is_persistent_memory();
    finish_if_ending();
    uint64_t all = ~SIGNAL_SYS_BIT; /* nothing is delivered before a thread's resume frame sets its own mask */
    call4(__NR_rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
    resume_mappings();
    resume_place();
    resume_files();
    descriptors_in_place = 1;
    resume_locks();
    call2(__NR_arch_prctl, ARCH_SET_GS, first);
    finish_calls();
    resume_signals();
    settings_collect();
    resume_children();
    uint32_t others = create_threads();
    if (goes_on(first)) { /* counted before any other thread goes on: one that ends then must not be taken for the last */
        first->kernel_alive = 1;
        live_threads++;
    }
    settings_make_again(PROCESS_SETTING);
    resume_timers();
    raise_to(&step_taken, TIMERS_ARE_BACK);
    send_pending_signals(0);
    if (goes_on(first)) {
        send_pending_signals(first->tid);
    }
    if (signals_wait_for_others(first)) {
        await_at_least(&threads_told, others);
    }
    tell_power_failure();
    HEADER->state = IMAGE_RUNNING; /* until here a cut leaves the signals that wait, and the time up to which timers have fired */
    BARRIER();
    HEADER->pending_count = 0;
    raise_to(&step_taken, EVERYTHING_IS_BACK);
    if (!goes_on(first)) {
        suzaku_exit_thread(); /* it had ended before the cut, while others lived on */
    }
    go_on(first);
}
