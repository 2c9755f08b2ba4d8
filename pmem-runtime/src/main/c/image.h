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

#endif
