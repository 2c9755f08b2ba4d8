/* Calls about paths and the process's place in the file system. */
#include <linux/errno.h>
#include <linux/fcntl.h>

#include "calls.h"
#include "files.h"
#include "lock.h"
#include "own_executable.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

static struct lock directory_lock;

/* One store says which of two copies counts, so that a cut finds the directory before or after. */
long call_chdir(struct thread *thread) {
    lock_acquire(&directory_lock);
    uint64_t next = 1 - HEADER->directory_active;
    long answer = pass_through(thread);
    if (answer == 0) {
        if (call2(__NR_getcwd, HEADER->working_directory[next], PATH_BYTES) < 0) {
            call1(__NR_chdir, working_directory()); /* a recovery could not go there */
            answer = -ENAMETOOLONG;
        } else {
            commit_store(thread, 0, &HEADER->directory_active, next);
        }
    }
    lock_release(&directory_lock);
    return answer;
}

long call_fchdir(struct thread *thread) { return call_chdir(thread); }

long call_umask(struct thread *thread) {
    long before = (long)HEADER->umask;
    call1(__NR_umask, ARGUMENT1(thread));
    commit_store(thread, before, &HEADER->umask, ARGUMENT1(thread) & 0777);
    return before;
}

static long read_link(int directory, uint64_t path_address, uint64_t buffer, uint64_t length) {
    if (!is_readable_text(path_address)) {
        return -EFAULT;
    }
    const char *path = (const char *)path_address;
    if (!is_own_executable(path)) {
        return call4(__NR_readlinkat, directory, path, buffer, length);
    }
    uint64_t bytes = text_length(HEADER->program_path);
    bytes = bytes < length ? bytes : length;
    if (!is_writable(buffer, bytes)) {
        return -EFAULT;
    }
    memcpy((void *)buffer, HEADER->program_path, bytes);
    return (long)bytes;
}

long call_readlink(struct thread *thread) {
    return read_link(AT_FDCWD, ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread));
}

long call_readlinkat(struct thread *thread) {
    return read_link((int)ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread), ARGUMENT4(thread));
}
