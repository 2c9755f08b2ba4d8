/*
 * Calls that a recovery finishes before any thread goes on: their effect is on things that other threads could meet before the interrupted
 * thread repeats its call (names, lengths and ends of files, watched descriptors). The repetition then only takes the answer.
 */
#ifndef SUZAKU_FINISH_H
#define SUZAKU_FINISH_H

#include "decisions.h"

#define FINISHED 1ull

/* 1 when the thread repeats a call that the recovery has finished. */
static inline int is_finished(struct thread *thread) {
    const struct decision *kept = kept_decision(thread);
    return kept != 0 && (kept->second & FINISHED) != 0;
}

static inline long finished_answer(struct thread *thread) { return (long)kept_decision(thread)->second >> 1; }

/* At a recovery: only a thread that will repeat the call right away, with the registers that its record still holds. */
int repeats_its_call(struct thread *thread);

/* The decision of a thread whose call ends the program. */
#define ENDS 1ull

/* Removes what nobody needs any more, and ends the process with the program's exit code. */
_Noreturn void finish_end(void);

/* At a recovery, before anything is made again: does so when the program was about to. */
void finish_if_ending(void);

/* At a recovery, with all files open again and no thread going on yet. */
void finish_calls(void);

#endif
