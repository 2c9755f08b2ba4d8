#include "standstill.h"

#include <asm/signal.h>
#include <linux/futex.h>
#include <linux/time_types.h>

#include "syscalls.h"

struct lock creation_lock;

/* Volatile; read by suzaku_standing. */
uint32_t world_stands;

#define YIELDS_MAX 200
#define PAUSE_NANOS 50000
#define TURNS_BETWEEN_SIGNALS 64

static void wait_a_little(uint32_t *turns) {
    if (++*turns < YIELDS_MAX) {
        call0(__NR_sched_yield);
        return;
    }
    struct __kernel_timespec pause = {.tv_nsec = PAUSE_NANOS};
    call2(__NR_nanosleep, &pause, 0);
}

static uint64_t state_of(const struct thread *thread) { return __atomic_load_n(&thread->state, __ATOMIC_ACQUIRE); }

/* A thread that has just been created, or is being recovered, has no slot in gs yet, so nothing may stop it. */
static int is_beginning(const struct thread *thread) {
    uint64_t state = state_of(thread);
    return (state == THREAD_PREPARED && __atomic_load_n(&thread->kernel_alive, __ATOMIC_ACQUIRE) != 0) ||
           (state == THREAD_LIVE && __atomic_load_n(&thread->phase, __ATOMIC_ACQUIRE) == PHASE_RESTORING);
}

static int stands_or_is_gone(const struct thread *thread) {
    return state_of(thread) != THREAD_LIVE || __atomic_load_n(&thread->standing, __ATOMIC_ACQUIRE) != 0;
}

/* Again and again: the kernel drops a SIGSYS that meets one of its kind, as Syscall User Dispatch sends them. */
static void await_standing(const struct thread *thread, long process, uint32_t *turns) {
    while (!stands_or_is_gone(thread)) {
        wait_a_little(turns);
        if (*turns % TURNS_BETWEEN_SIGNALS == 0) {
            call3(__NR_tgkill, process, thread->tid, SIGSYS);
        }
    }
}

static void await_beginners(void) {
    uint32_t turns = 0;
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        const struct thread *thread = thread_slot(number);
        while (is_beginning(thread)) {
            wait_a_little(&turns);
        }
    }
}

void standstill_begin(const struct thread *self) {
    uint32_t turns = 0;
    long process = call0(__NR_getpid);
    await_beginners();
    __atomic_store_n(&world_stands, 1, __ATOMIC_SEQ_CST);
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        const struct thread *thread = thread_slot(number);
        if (thread != self && state_of(thread) == THREAD_LIVE) {
            call3(__NR_tgkill, process, thread->tid, SIGSYS);
        }
    }
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        const struct thread *thread = thread_slot(number);
        if (thread != self) {
            await_standing(thread, process, &turns);
        }
    }
}

void standstill_end(void) {
    __atomic_store_n(&world_stands, 0, __ATOMIC_SEQ_CST);
    call3(__NR_futex, &world_stands, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, THREAD_CAPACITY);
}
