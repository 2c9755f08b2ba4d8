#include "file_locks.h"

#include <linux/errno.h>
#include <linux/fcntl.h>

#include "calls.h"
#include "files.h"
#include "lock.h"
#include "often.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

#define TO_THE_END 0x7fffffffffffffffull

_Static_assert(sizeof(struct flock) <= sizeof ((struct decision *)0)->before, "a question about a lock fits the slot");

static struct lock locks_lock;

struct range {
    uint64_t start, end;
    uint32_t type;
    uint32_t file; /* as in struct file_lock */
};

int is_lock_command(uint64_t command) {
    return command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW ||
           command == F_OFD_GETLK;
}

static int is_of(const struct file_lock *lock, const struct open_file *file, uint32_t owner) {
    return lock->inode != 0 && lock->inode == file->inode && lock->device == file->device && lock->file == owner;
}

static struct file_lock *free_lock(void) {
    for (uint32_t i = 0; i < LOCK_CAPACITY; i++) {
        if (i >= HEADER->locks_high) {
            LOCKS[i].inode = 0;
            HEADER->locks_high = i + 1;
        }
        if (LOCKS[i].inode == 0) {
            return &LOCKS[i];
        }
    }
    return 0;
}

static int put(const struct open_file *file, struct range range) {
    struct file_lock *lock = free_lock();
    if (lock == 0) {
        return 0;
    }
    *lock = (struct file_lock){.device = file->device, .start = range.start, .end = range.end, .type = range.type, .file = range.file};
    BARRIER();
    lock->inode = file->inode;
    return 1;
}

/* Takes `range` out of what its owner has, then adds it unless it is an unlocking. 0 when the table is full. */
static int keep_range(const struct open_file *file, struct range range) {
    int complete = 1;
    for (uint32_t i = 0, high = HEADER->locks_high; i < high; i++) {
        struct file_lock *lock = &LOCKS[i];
        if (!is_of(lock, file, range.file) || lock->end <= range.start || lock->start >= range.end) {
            continue;
        }
        struct range above = {.start = range.end, .end = lock->end, .type = lock->type, .file = lock->file};
        if (above.start < above.end) {
            complete &= put(file, above);
        }
        if (lock->start < range.start) {
            lock->end = range.start;
        } else {
            lock->inode = 0;
        }
    }
    return range.type == F_UNLCK ? complete : complete & put(file, range);
}

/* The kernel does not know the offset that the runtime keeps: every range is made absolute. */
static long make_absolute(const struct open_file *file, uint64_t fd, struct flock *lock) {
    if (lock->l_whence == 1) {
        lock->l_start += (long)file->offset;
    } else if (lock->l_whence == 2) {
        long end = call3(__NR_lseek, fd, 0, 2);
        if (end < 0) {
            return end;
        }
        lock->l_start += end;
    } else if (lock->l_whence != 0) {
        return -EINVAL;
    }
    if (lock->l_len < 0) {
        lock->l_start += lock->l_len;
        lock->l_len = -lock->l_len;
    }
    lock->l_whence = 0;
    return lock->l_start < 0 ? -EINVAL : 0;
}

/* What was asked: an answer to the same question lies over it when a cut came before the answer counted. */
static struct flock question(struct thread *thread) {
    struct flock *asked = (struct flock *)found_before(thread);
    if (kept_decision(thread) == 0) {
        *asked = *(const struct flock *)ARGUMENT3(thread);
        BARRIER();
    }
    remember(thread, 0, 0);
    return *asked;
}

long fcntl_lock(struct thread *thread, struct open_file *file) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    uint64_t command = (uint32_t)ARGUMENT2(thread);
    int asks = command == F_GETLK || command == F_OFD_GETLK;
    if (!is_readable(ARGUMENT3(thread), sizeof(struct flock)) || (asks && !is_writable(ARGUMENT3(thread), sizeof(struct flock)))) {
        return -EFAULT;
    }
    struct flock lock = question(thread);
    long answer = file->kind == FILE_REGULAR ? make_absolute(file, fd, &lock) : 0;
    if (answer == 0) {
        answer = command == F_SETLKW || command == F_OFD_SETLKW ? interruptible_call(__NR_fcntl, fd, command, (uint64_t)&lock, 0, 0, 0)
                                                                : call3(__NR_fcntl, fd, command, &lock);
    }
    if (answer < 0) {
        return answer;
    }
    if (asks) {
        *(struct flock *)ARGUMENT3(thread) = lock;
        return answer;
    }
    int of_description = command == F_OFD_SETLK || command == F_OFD_SETLKW;
    struct range range = {.start = (uint64_t)lock.l_start, .type = (uint32_t)lock.l_type};
    range.end = lock.l_len == 0 ? TO_THE_END : range.start + (uint64_t)lock.l_len;
    range.file = of_description ? file_number(file) + 1 : 0;
    lock_acquire(&locks_lock);
    answer = keep_range(file, range) ? answer : -ENOLCK;
    lock_release(&locks_lock);
    return answer;
}

long call_flock(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    int waits = (ARGUMENT2(thread) & (LOCK_NB | LOCK_UN)) == 0;
    long answer = waits ? pass_through(thread) : as_it_is(thread);
    if (answer == 0 && file != 0) {
        file->flock = (uint32_t)ARGUMENT2(thread) & (LOCK_SH | LOCK_EX);
    }
    return answer;
}

PLAIN_RETURN void locks_closed(const struct open_file *file, int last) {
    if (HEADER->locks_high == 0) {
        return;
    }
    lock_acquire(&locks_lock);
    for (uint32_t i = 0; i < HEADER->locks_high; i++) {
        if (is_of(&LOCKS[i], file, 0) || (last && is_of(&LOCKS[i], file, file_number(file) + 1))) {
            LOCKS[i].inode = 0;
        }
    }
    lock_release(&locks_lock);
}

static const char *const taken = "another process has taken a file lock of the program since the cut";

/* A descriptor of the description, or for a lock of the process of any description of the file. */
static long descriptor_for(const struct file_lock *lock) {
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        const struct open_file *file = file_of(fd);
        if (file != 0 && file->inode == lock->inode && file->device == lock->device &&
            (lock->file == 0 || lock->file == file_number(file) + 1)) {
            return (long)fd;
        }
    }
    return -1;
}

static void take_again(struct file_lock *lock) {
    long fd = descriptor_for(lock);
    if (fd < 0) {
        lock->inode = 0;
        return;
    }
    struct flock again = {.l_type = (short)lock->type, .l_start = (long)lock->start,
                          .l_len = lock->end == TO_THE_END ? 0 : (long)(lock->end - lock->start)};
    long answer = call3(__NR_fcntl, fd, lock->file == 0 ? F_SETLK : F_OFD_SETLK, &again);
    if (answer < 0) {
        fail(START_FAILED, taken, file_of((uint64_t)fd)->path, answer);
    }
}

void resume_locks(void) {
    for (uint32_t i = 0; i < HEADER->locks_high; i++) {
        if (LOCKS[i].inode != 0) {
            take_again(&LOCKS[i]);
        }
    }
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        const struct open_file *file = file_of(fd);
        long answer = file == 0 || file->flock == 0 ? 0 : call2(__NR_flock, fd, file->flock | LOCK_NB);
        if (answer < 0) {
            fail(START_FAILED, taken, file->path, answer);
        }
    }
}
