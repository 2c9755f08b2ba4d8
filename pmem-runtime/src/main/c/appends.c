/*
 * Writes to files that were opened with O_APPEND: the kernel puts the bytes at the end, other processes' appends included. How long the
 * file was is decided once, so that a repetition sees whether the first attempt has made it longer. Appends of this process to one file
 * follow one another, and a recovery finishes the interrupted one before any thread goes on.
 */
#include "appends.h"

#include <asm/stat.h>
#include <linux/uio.h>

#include "calls.h"
#include "files.h"
#include "finish.h"

#define LOCKS_OF_FILES 64

static struct lock append_locks[LOCKS_OF_FILES]; /* by inode: descriptions of one file share the end */

static uint64_t total_length(const struct thread *thread) {
    if (thread->record.rax == __NR_write || thread->record.rax == __NR_pwrite64) {
        return ARGUMENT3(thread);
    }
    const struct iovec *pieces = (const struct iovec *)ARGUMENT2(thread);
    uint64_t total = 0;
    for (uint64_t i = 0; i < ARGUMENT3(thread); i++) {
        total += pieces[i].iov_len;
    }
    return total;
}

static long append_at(struct thread *thread, uint64_t end, uint64_t *before) {
    const struct decision *kept = kept_decision(thread);
    if (kept != 0 && end > kept->first) {
        *before = kept->first;
        uint64_t total = total_length(thread);
        return (long)(end - *before < total ? end - *before : total);
    }
    *before = end;
    remember(thread, end, 0);
    return as_it_is(thread);
}

long append(struct thread *thread, struct open_file *file, int moves_offset) {
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    struct lock *lock = &append_locks[(file->inode ^ file->device) % LOCKS_OF_FILES];
    struct stat status;
    uint64_t before = 0;
    lock_acquire(lock);
    long answer = call2(__NR_fstat, ARGUMENT1(thread), &status);
    if (answer == 0) {
        answer = append_at(thread, (uint64_t)status.st_size, &before);
    }
    if (answer >= 0 && moves_offset) {
        commit_store(thread, answer, &file->offset, before + (uint64_t)answer);
    } else if (answer >= 0) {
        commit(thread, answer);
    }
    lock_release(lock);
    return answer;
}
