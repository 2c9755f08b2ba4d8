/*
 * Calls that make, move and remove names in a file system. The file system keeps them over a cut, so a repeated call
 * would fail on its own work: that failure is then the success of the first attempt. Whether the first attempt could
 * work at all is looked up before it is made, since only then a repetition may be read like this. A recovery makes
 * interrupted ones again before any thread goes on (finish.h), so no thread can use the name in between.
 */
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>

#include "calls.h"
#include "finish.h"
#include "paths.h"
#include "pipes.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

static long look(int directory, uint64_t path, struct stat *status) {
    return call4(__NR_newfstatat, directory, path, status, AT_SYMLINK_NOFOLLOW);
}

/* `possible`: whether the name is there, or not there, as the call needs it; `own_work`: how it fails when it has been done. */
static long once(struct thread *thread, int possible, long own_work) {
    int repeated = kept_decision(thread) != 0;
    if (repeated || possible) {
        remember(thread, 0, 0);
    }
    long answer = as_it_is(thread);
    return repeated && answer == own_work ? 0 : answer;
}

static long make_name(struct thread *thread, int directory, uint64_t path) {
    struct stat status;
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    return once(thread, look(directory, path, &status) < 0, -EEXIST);
}

/* What open files must know before the name goes: another link, where they are still open. */
static void before_removal(int directory, uint64_t path, const struct stat *status) {
    char kept[PATH_BYTES];
    if (!is_open_inode(status)) {
        return;
    }
    if ((status->st_mode & 0170000) == 0040000 || is_fifo_mode(status->st_mode)) {
        names_before_change(status, "", GONE_PATH);
        return;
    }
    long answer = keep_link(directory, (const char *)path, 0, kept);
    if (answer == 0) {
        names_before_change(status, "", kept);
    } else if (answer == -EXDEV) {
        keep_beside(directory, (const char *)path, status);
    }
}

static long settle_names(long answer) {
    names_after_change(answer == 0);
    return answer;
}

static long remove_name(struct thread *thread, int directory, uint64_t path) {
    struct stat status;
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    lock_acquire(&names_lock);
    int exists = look(directory, path, &status) == 0;
    if (exists) {
        before_removal(directory, path, &status);
    }
    long answer = settle_names(once(thread, exists, -ENOENT));
    lock_release(&names_lock);
    return answer;
}

static long move_name(struct thread *thread, int from, uint64_t old, int to, uint64_t new, uint64_t flags) {
    char old_path[PATH_BYTES], new_path[PATH_BYTES];
    struct stat status, target;
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    lock_acquire(&names_lock);
    int exists = look(from, old, &status) == 0 && is_readable_text(new);
    int replaces = exists && look(to, new, &target) == 0;
    int same = replaces && target.st_ino == status.st_ino && target.st_dev == status.st_dev; /* two links: the call does nothing */
    if (exists && !same && !(replaces && (flags & RENAME_NOREPLACE) != 0)) {
        absolute_path(old_path, from, (const char *)old);
        absolute_path(new_path, to, (const char *)new);
        if (replaces) {
            before_removal(to, new, &target);
        }
        names_before_change(&status, old_path, new_path);
    }
    long answer = settle_names(once(thread, exists, -ENOENT));
    lock_release(&names_lock);
    return answer;
}

long call_mkdir(struct thread *thread) { return make_name(thread, AT_FDCWD, ARGUMENT1(thread)); }
long call_mkdirat(struct thread *thread) { return make_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread)); }
long call_mknod(struct thread *thread) { return make_name(thread, AT_FDCWD, ARGUMENT1(thread)); }
long call_mknodat(struct thread *thread) { return make_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread)); }
long call_link(struct thread *thread) { return make_name(thread, AT_FDCWD, ARGUMENT2(thread)); }
long call_linkat(struct thread *thread) { return make_name(thread, (int)ARGUMENT3(thread), ARGUMENT4(thread)); }
long call_symlink(struct thread *thread) { return make_name(thread, AT_FDCWD, ARGUMENT2(thread)); }
long call_symlinkat(struct thread *thread) { return make_name(thread, (int)ARGUMENT2(thread), ARGUMENT3(thread)); }

long call_unlink(struct thread *thread) { return remove_name(thread, AT_FDCWD, ARGUMENT1(thread)); }
long call_unlinkat(struct thread *thread) { return remove_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread)); }

long call_rename(struct thread *thread) {
    return move_name(thread, AT_FDCWD, ARGUMENT1(thread), AT_FDCWD, ARGUMENT2(thread), 0);
}

long call_renameat(struct thread *thread) {
    return move_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread), (int)ARGUMENT3(thread), ARGUMENT4(thread), 0);
}

long call_renameat2(struct thread *thread) {
    if ((ARGUMENT5(thread) & RENAME_EXCHANGE) != 0) {
        return -EINVAL; /* done twice it is undone; programs must expect that a file system lacks it */
    }
    return move_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread), (int)ARGUMENT3(thread), ARGUMENT4(thread),
                     ARGUMENT5(thread));
}

static long set_length(struct thread *thread) {
    if (is_finished(thread)) {
        return finished_answer(thread);
    }
    remember(thread, 0, 0);
    return as_it_is(thread);
}

long call_truncate(struct thread *thread) { return set_length(thread); }
long call_ftruncate(struct thread *thread) { return set_length(thread); }
