#include "self_save.h"

#include <asm/prctl.h>
#include <asm/siginfo.h>
#include <linux/time.h>

#include "image.h"
#include "lock.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "timers.h"

#define PAUSE_NANOS 50000
#define PATIENCE_NANOS (15 * NANOS) /* longer than a controller that lives waits for the threads, see SelfSave.java */
#define CRC32C 0x82f63b78u
#define NO_CALL UINT64_MAX

/* Volatile. */
static uint32_t threads_saved, threads_drained;
static struct lock pending_lock;

static uint32_t crc32c(uint32_t crc, const void *bytes, uint64_t length) {
    const uint8_t *at = bytes;
    for (uint64_t i = 0; i < length; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? CRC32C : 0);
        }
    }
    return crc;
}

static uint64_t checksum(const struct saved_thread *saved) {
    uint32_t crc = crc32c(UINT32_MAX, saved->registers, sizeof saved->registers);
    crc = crc32c(crc, &saved->signal_mask, sizeof saved->signal_mask);
    return ~crc32c(crc, saved->xstate, saved->xstate_length);
}

/* The order is that of struct user_regs_struct. The kernel has left the call, if there was one: its record says the rest. */
static void save_registers(struct thread *thread, const struct sigcontext *from) {
    uint64_t fs_base = 0;
    call2(__NR_arch_prctl, ARCH_GET_FS, &fs_base);
    const uint64_t words[27] = {from->r15, from->r14, from->r13, from->r12, from->rbp, from->rbx,    from->r11, from->r10, from->r9,
                                from->r8,  from->rax, from->rcx, from->rdx, from->rsi, from->rdi,    NO_CALL,   from->rip, from->cs,
                                from->eflags, from->rsp, from->ss, fs_base, (uint64_t)thread};
    _Static_assert(sizeof words == sizeof thread->saved.registers, "all registers");
    memcpy(thread->saved.registers, words, sizeof words);
}

static void save(struct thread *thread, const struct ucontext *context) {
    struct saved_thread *saved = &thread->saved;
    ASSERT(HEADER->xstate_bytes <= SAVED_XSTATE_BYTES && context->uc_mcontext.fpstate != 0);
    save_registers(thread, &context->uc_mcontext);
    memcpy(&saved->signal_mask, &context->uc_sigmask, sizeof saved->signal_mask);
    memcpy(saved->xstate, context->uc_mcontext.fpstate, HEADER->xstate_bytes);
    saved->xstate_length = HEADER->xstate_bytes;
    uint64_t sum = checksum(saved);
    memcpy(saved->checksum, &sum, sizeof sum);
}

/* The kernel does not say whose a signal is: of tgkill it is the thread's, of a timer its thread's if it has one, any other the process's. */
static uint64_t owner_of(const siginfo_t *information, const struct thread *thread) {
    switch (information->si_code) {
    case SI_TKILL:
        return thread->tid;
    case SI_TIMER:
        return thread_of_timer((uint64_t)information->si_tid);
    default:
        return 0;
    }
}

static void drain_signals(const struct thread *thread) {
    const struct __kernel_timespec at_once = {0};
    const uint64_t all = ~SIGNAL_SYS_BIT;
    siginfo_t information;
    memset(&information, 0, sizeof information);
    lock_acquire(&pending_lock);
    while (call4(__NR_rt_sigtimedwait, &all, &information, &at_once, 8) > 0) {
        if (HEADER->pending_count < PENDING_CAPACITY) {
            struct pending_signal *pending = &PENDING[HEADER->pending_count];
            pending->tid = owner_of(&information, thread);
            memcpy(pending->information, &information, sizeof pending->information);
        }
        HEADER->pending_count++; /* too many is more than an image has room for: the controller refuses it */
    }
    lock_release(&pending_lock);
}

static uint32_t power(void) { return __atomic_load_n(&HEADER->power, __ATOMIC_ACQUIRE); }

static void pause_a_little(void) {
    const struct __kernel_timespec pause = {.tv_nsec = PAUSE_NANOS};
    call2(__NR_nanosleep, &pause, 0);
}

/* A controller that has died says nothing any more: then the power stays on, as if it had given up. */
static void await_decision(void) {
    int64_t latest = now_nanos(CLOCK_MONOTONIC) + PATIENCE_NANOS;
    while (power() == POWER_GOES) {
        pause_a_little();
        uint32_t goes = POWER_GOES;
        if (now_nanos(CLOCK_MONOTONIC) > latest) {
            __atomic_compare_exchange_n(&HEADER->power, &goes, POWER_ON, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
        }
    }
}

void save_itself(const struct ucontext *context) {
    struct thread *thread = this_thread();
    save(thread, context);
    __atomic_add_fetch(&threads_saved, 1, __ATOMIC_SEQ_CST); /* before the controller sees it: the count is complete at POWER_GONE */
    __atomic_store_n(&thread->saved.valid, 1, __ATOMIC_SEQ_CST);
    await_decision();
    if (power() == POWER_ON) {
        thread->saved.valid = 0;
        __atomic_sub_fetch(&threads_saved, 1, __ATOMIC_SEQ_CST);
        return;
    }
    drain_signals(thread);
    if (__atomic_add_fetch(&threads_drained, 1, __ATOMIC_SEQ_CST) == __atomic_load_n(&threads_saved, __ATOMIC_SEQ_CST)) {
        HEADER->exit_code = POWER_EXIT_CODE;
        call1(__NR_exit_group, POWER_EXIT_CODE);
    }
    for (;;) {
        pause_a_little();
    }
}
