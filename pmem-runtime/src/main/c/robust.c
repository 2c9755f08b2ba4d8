/*
 * What the kernel does with the robust futexes of a thread that ends, done by the runtime: the kernel must not know of the list, since it
 * would walk it in the pool when a cut kills the process. Repeating it is harmless: what is released no longer bears the thread's number.
 * As in the kernel, a list that leads out of memory ends there.
 */
#include "robust.h"

#include <linux/futex.h>

#include "program_memory.h"
#include "syscalls.h"

#define IS_PI 1ull

static void release(uint64_t entry, long offset, uint32_t tid) {
    uint32_t *word = (uint32_t *)((entry & ~IS_PI) + (uint64_t)offset);
    if (!is_writable((uint64_t)word, sizeof *word)) {
        return;
    }
    uint32_t value = __atomic_load_n(word, __ATOMIC_RELAXED);
    while ((value & FUTEX_TID_MASK) == tid) {
        uint32_t died = (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED;
        if (__atomic_compare_exchange_n(word, &value, died, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
            if ((value & FUTEX_WAITERS) != 0) {
                call3(__NR_futex, word, FUTEX_WAKE, 1);
                call3(__NR_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1);
            }
            return;
        }
    }
}

void release_robust_futexes(const struct thread *thread) {
    const struct robust_list_head *head = (const struct robust_list_head *)thread->robust_list;
    if (head == 0 || !is_readable((uint64_t)head, sizeof *head)) {
        return;
    }
    uint64_t entry = (uint64_t)head->list.next;
    for (unsigned i = 0; i < ROBUST_LIST_LIMIT && (entry & ~IS_PI) != (uint64_t)&head->list; i++) {
        if (!is_readable(entry & ~IS_PI, sizeof(struct robust_list))) {
            return;
        }
        uint64_t next = (uint64_t)((const struct robust_list *)(entry & ~IS_PI))->next;
        release(entry, head->futex_offset, (uint32_t)thread->tid);
        entry = next;
    }
    if (head->list_op_pending != 0) {
        release((uint64_t)head->list_op_pending, head->futex_offset, (uint32_t)thread->tid);
    }
}
