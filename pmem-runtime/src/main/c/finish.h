/*
 * Calls that a recovery finishes before any thread goes on: their effect is on things that other threads could meet before the interrupted
 * thread repeats its call (names, lengths and ends of files). The repetition then only takes the answer.
 */
#ifndef SUZAKU_FINISH_H
#define SUZAKU_FINISH_H

#include "image.h"
#include "syscalls.h"

#define FINISHED 1ull

/* 1 when the thread repeats a call that the recovery has finished. */
static inline int is_finished(const struct thread *thread) {
    return is_repetition(thread) && (thread->replay[2] & FINISHED) != 0;
}

static inline long finished_answer(const struct thread *thread) { return (long)thread->replay[2] >> 1; }

/* The call as the application made it; no signal interrupts it. */
static inline long as_it_is(const struct thread *thread) {
    const struct call_record *record = &thread->record;
    return call6((long)record->rax, record->rdi, record->rsi, record->rdx, record->r10, record->r8, record->r9);
}

/* At a recovery, with all files open again and no thread going on yet. */
void finish_calls(void);

#endif
