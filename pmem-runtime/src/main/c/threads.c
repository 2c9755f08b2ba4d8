#include "threads.h"

#include <asm/prctl.h>
#include <asm/signal.h>

#include "settings.h"
#include "syscalls.h"
#include "text.h"
#include "user_dispatch.h"

uint32_t live_threads;
static struct lock slots_lock;

static int slot_is_free(const struct thread *thread) {
    return thread->state == THREAD_FREE ||
           (thread->state == THREAD_EXITED && thread->acknowledged != 0 &&
            __atomic_load_n(&thread->kernel_alive, __ATOMIC_ACQUIRE) == 0);
}

struct thread *thread_allocate(void) {
    lock_acquire(&slots_lock);
    for (uint64_t number = 1; number < THREAD_CAPACITY; number++) {
        struct thread *thread = thread_slot(number);
        if (number < HEADER->threads_high && !slot_is_free(thread)) {
            continue;
        }
        if (number >= HEADER->threads_high) {
            HEADER->threads_high = (uint32_t)number + 1;
        }
        thread->state = THREAD_FREE;
        BARRIER();
        settings_forget(thread);
        uint64_t waits = thread->waits;
        memset(thread, 0, offsetof(struct thread, saved));
        thread->waits = waits;
        thread->self = (uint64_t)thread;
        thread->saved.valid = 0;
        thread->kernel_alive = 1; /* taken, until the kernel says that the thread is gone */
        thread->state = THREAD_PREPARED; /* not acknowledged: a recovery drops it unless a parent's call names it */
        lock_release(&slots_lock);
        return thread;
    }
    lock_release(&slots_lock);
    return 0;
}

void thread_adopt(struct thread *thread) {
    stack_t alternate = {
        .ss_sp = thread->alternate_stack,
        .ss_flags = 0,
        .ss_size = ALTERNATE_STACK_BYTES,
    };
    long gs = call2(__NR_arch_prctl, ARCH_SET_GS, thread);
    long stack = call2(__NR_sigaltstack, &alternate, 0);
    if (gs < 0 || stack < 0) {
        fail(255, "cannot set a thread up", "gs or alternate stack", gs + stack);
    }
    thread->user_dispatch = 0; /* of the kernel thread that was this one before a cut */
    user_dispatch_follow(thread);
}
