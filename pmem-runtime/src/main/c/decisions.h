/*
 * What calls decide once, and their repetitions must keep: how long a file was before an append, whether a name was new, until when to wait. A cut
 * that rewinds a call moves its decision from the record to the thread's slot (Decisions.java).
 */
#ifndef SUZAKU_DECISIONS_H
#define SUZAKU_DECISIONS_H

#include "image.h"

/* A decision that the repetition of this call must keep, should a cut rewind it. */
static inline void remember(struct thread *thread, uint64_t first, uint64_t second) {
    struct decision *decision = &thread->record.decision;
    decision->first = first;
    decision->second = second;
    decision->arguments[0] = thread->record.rdi, decision->arguments[1] = thread->record.rsi;
    decision->arguments[2] = thread->record.rdx, decision->arguments[3] = thread->record.r10;
    decision->stack = thread->record.rsp;
    BARRIER();
    decision->call = thread->record.rax + 1;
    BARRIER();
}

static inline int is_of_this_call(const struct decision *decision, const struct call_record *record) {
    return decision->call == record->rax + 1 && decision->stack == record->rsp && decision->arguments[0] == record->rdi &&
           decision->arguments[1] == record->rsi && decision->arguments[2] == record->rdx && decision->arguments[3] == record->r10;
}

/*
 * What this call had decided when a cut rewound it; 0 = this is no repetition, or nothing had been decided. A handler that jumps out of itself leaves
 * the decision of the call below behind: should the thread's next call from there look the same, it takes it for its own.
 */
static inline struct decision *kept_decision(struct thread *thread) {
    if (thread->decisions_kept == 0) {
        return 0;
    }
    for (struct decision *kept = thread->decisions; kept < thread->decisions + DECISION_CAPACITY; kept++) {
        if (is_of_this_call(kept, &thread->record)) {
            return kept;
        }
    }
    return 0;
}

/* Of this call's first attempt, be it this one. */
static inline uint64_t *found_before(struct thread *thread) {
    struct decision *kept = kept_decision(thread);
    return kept != 0 ? kept->before : thread->record.decision.before;
}

/*
 * A call is over. While one waits for its repetition, handlers make theirs from lower on the stack or from another, so whatever was decided from here is
 * over too. A recovery counts again what is kept, should a cut come in between.
 */
static inline void forget_decisions(struct thread *thread) {
    if (thread->decisions_kept == 0) {
        return;
    }
    for (struct decision *kept = thread->decisions; kept < thread->decisions + DECISION_CAPACITY; kept++) {
        if (kept->call != 0 && kept->stack == thread->record.rsp) {
            kept->call = 0;
            BARRIER();
            thread->decisions_kept--;
        }
    }
}

#endif
