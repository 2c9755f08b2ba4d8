/*
 * A futex lock for the runtime's own tables. Locks live in volatile memory: a recovery never resumes where one
 * is held, so it starts with all of them free. Signals are deferred while a thread is in the runtime, so a holder
 * always gets on.
 */
#ifndef SUZAKU_LOCK_H
#define SUZAKU_LOCK_H

#include <linux/futex.h>
#include <stdint.h>

#include "syscalls.h"

struct lock {
    uint32_t word; /* 0 free, 1 held, 2 held and perhaps waited for */
};

static inline void lock_acquire(struct lock *lock) {
    uint32_t expected = 0;
    if (__atomic_compare_exchange_n(&lock->word, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
        return;
    }
    while (__atomic_exchange_n(&lock->word, 2, __ATOMIC_ACQUIRE) != 0) {
        call4(__NR_futex, &lock->word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 2, 0);
    }
}

static inline void lock_release(struct lock *lock) {
    if (__atomic_exchange_n(&lock->word, 0, __ATOMIC_RELEASE) == 2) {
        call3(__NR_futex, &lock->word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
    }
}

#endif
