/*
 * Calls that make, move and remove names in a file system. The file system keeps them over a cut, so a repeated call
 * would fail on its own work: that failure is then the success of the first attempt. Whether the first attempt could
 * work at all is looked up before it is made, since only then a repetition may be read like this.
 */
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>

#include "calls.h"
#include "syscalls.h"

static int name_exists(int directory, uint64_t path) {
    struct stat status;
    return call4(__NR_newfstatat, directory, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* `expected`: whether the name must exist for the call to work; `own_work`: how the call fails when it has been done. */
static long once(struct thread *thread, int directory, uint64_t path, int expected, long own_work) {
    int repeated = is_repetition(thread);
    if (repeated || name_exists(directory, path) == expected) {
        remember(thread, 0, 0);
    }
    long answer = pass_through(thread);
    return repeated && answer == own_work ? 0 : answer;
}

static long make_name(struct thread *thread, int directory, uint64_t path) {
    return once(thread, directory, path, 0, -EEXIST);
}

static long remove_name(struct thread *thread, int directory, uint64_t path) {
    return once(thread, directory, path, 1, -ENOENT);
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
long call_rename(struct thread *thread) { return remove_name(thread, AT_FDCWD, ARGUMENT1(thread)); }
long call_renameat(struct thread *thread) { return remove_name(thread, (int)ARGUMENT1(thread), ARGUMENT2(thread)); }

long call_renameat2(struct thread *thread) {
    if ((ARGUMENT5(thread) & RENAME_EXCHANGE) != 0) {
        return -EINVAL; /* done twice it is undone; programs must expect that a file system lacks it */
    }
    return call_renameat(thread);
}
