/* The open image: typed views of the tables, the pool's descriptor, and the calling thread's slot. */
#ifndef SUZAKU_IMAGE_H
#define SUZAKU_IMAGE_H

#include "layout.h"

#define HEADER ((struct image_header *)TABLES_BASE)
#define MAPPINGS ((struct mapping_index *)(TABLES_BASE + MAPPINGS_OFFSET))
#define FDS ((struct fd_entry *)(TABLES_BASE + FDS_OFFSET))
#define FILES ((struct open_file *)(TABLES_BASE + FILES_OFFSET))
#define WATCHES ((struct epoll_watch *)(TABLES_BASE + WATCHES_OFFSET))
#define PIPES ((struct pipe_buffer *)(TABLES_BASE + PIPES_OFFSET))
#define CHILDREN ((struct child *)(TABLES_BASE + CHILDREN_OFFSET))
#define SIGNALS ((struct signal_action *)(TABLES_BASE + SIGNALS_OFFSET))
#define SETTINGS ((struct setting *)(TABLES_BASE + SETTINGS_OFFSET))
#define PENDING ((struct pending_signal *)(TABLES_BASE + PENDING_OFFSET))
#define TIMERS ((struct posix_timer *)(TABLES_BASE + TIMERS_OFFSET))
#define LOCKS ((struct file_lock *)(TABLES_BASE + LOCKS_OFFSET))
#define INOTIFY ((struct inotify_watch *)(TABLES_BASE + INOTIFY_OFFSET))

/* Volatile: descriptors of this process, above every number that the application can get. */
extern int pool_fd, tables_fd;
extern int image_directory_fd;
/* How the image's files are mapped: MAP_SHARED, on persistent memory with MAP_SYNC. */
extern uint64_t pool_share;
int is_persistent_memory(void);

static inline struct thread *thread_slot(uint64_t number) {
    return (struct thread *)(TABLES_BASE + THREADS_OFFSET + number * THREAD_BYTES);
}

static inline uint64_t slot_number(const struct thread *thread) {
    return ((uint64_t)thread - TABLES_BASE - THREADS_OFFSET) / THREAD_BYTES;
}

static inline struct thread *this_thread(void) {
    struct thread *thread;
    __asm__ volatile("mov %%gs:0, %0" : "=r"(thread));
    return thread;
}

/* Opens and maps DIR's tables and pool. Ends the process with START_FAILED and one line when that is not possible. */
void open_image(const char *directory);

/* The working directory, absolute. */
static inline char *working_directory(void) { return HEADER->working_directory[HEADER->directory_active & 1]; }

#define BARRIER() __asm__ volatile("" ::: "memory")

/* The call counts from here on; `result` is what the application gets, now or after a recovery. */
static inline void commit(struct thread *thread, long result) {
    thread->record.result = (uint64_t)result;
    BARRIER();
    thread->record.state = RECORD_COMMITTED;
    BARRIER();
}

/*
 * As commit, together with one store into the tables: after a cut either both have happened or neither.
 * The caller holds the lock that protects `address`, and releases it only after this returns, since a recovery
 * repeats the store as long as redo_address is set.
 */
static inline void commit_store(struct thread *thread, long result, uint64_t *address, uint64_t value) {
    thread->record.redo_value = value;
    thread->record.redo_address = (uint64_t)address;
    commit(thread, result);
    *(volatile uint64_t *)address = value;
    BARRIER();
    thread->record.redo_address = 0;
    BARRIER();
}

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
