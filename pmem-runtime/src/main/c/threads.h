/* Thread slots and the kernel-side set-up that every thread of the program needs. */
#ifndef SUZAKU_THREADS_H
#define SUZAKU_THREADS_H

#include "image.h"
#include "lock.h"

/* Volatile: threads that have begun and not ended. */
extern uint32_t live_threads;

/*
 * A lock that is not taken while there is no other thread: an atomic operation costs as much as a small call of the kernel's. Only for locks
 * that are held across nothing that makes a thread. Answers what release_unless_alone wants to know: whether it was taken.
 */
static inline int lock_unless_alone(struct lock *lock) {
    if (__atomic_load_n(&live_threads, __ATOMIC_ACQUIRE) == 1) {
        return 0;
    }
    lock_acquire(lock);
    return 1;
}

static inline void release_unless_alone(struct lock *lock, int is_held) {
    if (is_held) {
        lock_release(lock);
    }
}

/* A slot for a new thread, its control words cleared and `self` set. 0 when all are in use. */
struct thread *thread_allocate(void);

/* Makes the calling kernel thread run as `thread`: gs, alternate stack for SIGSYS, Syscall User Dispatch where the image needs it. */
void thread_adopt(struct thread *thread);

/* The top of a slot's runtime stack. */
static inline uint64_t runtime_stack_top(struct thread *thread) {
    return (uint64_t)thread->runtime_stack + RUNTIME_STACK_BYTES;
}

/* Assembly, see threads.S. */
long clone_thread(uint64_t flags, uint64_t stack_top, uint64_t parent_tid, void *child_tid, uint64_t tls, void (*entry)(void));
long clone3_thread(void *arguments, uint64_t size, void (*entry)(void));
_Noreturn void suzaku_resume(struct thread *thread);
_Noreturn void suzaku_exit_thread(void);
_Noreturn void suzaku_exit_all(void);

#endif
