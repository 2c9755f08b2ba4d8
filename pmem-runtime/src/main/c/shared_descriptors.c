/* What a program's descriptors need when a child has them too; see files.h. */
#include "files.h"
#include "pipes.h"
#include "syscalls.h"

/* Before the threads stand still: one that has found room in a pipe must have written before a child can fill it. */
void share_pipes(void) {
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        const struct open_file *file = file_of(fd);
        if (file != 0 && is_pipe(file)) {
            pipe_share(file->offset);
        }
    }
}

void share_descriptors(void) {
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        struct open_file *file = file_of(fd);
        if (file == 0 || file_shared[file_number(file)] != 0) {
            continue;
        }
        if (file->kind == FILE_REGULAR) {
            call3(__NR_lseek, fd, file->offset, 0);
        } else if (is_pipe(file)) { /* one that was made after share_pipes */
            pipe_states[file->offset].is_shared = 1;
        }
        file_shared[file_number(file)] = 1;
    }
}

void refresh_shared_offset(struct open_file *file, uint64_t fd) {
    if (file_shared[file_number(file)] != 0) {
        long offset = call3(__NR_lseek, fd, 0, 1);
        if (offset >= 0) {
            file->offset = (uint64_t)offset;
        }
    }
}

void keep_shared_offset(const struct open_file *file, uint64_t fd, uint64_t offset) {
    if (file_shared[file_number(file)] != 0) {
        call3(__NR_lseek, fd, offset, 0);
    }
}

void refresh_shared_offsets(void) {
    for (uint64_t fd = 0; fd < HEADER->fds_high; fd++) {
        struct open_file *file = file_of(fd);
        if (file != 0 && file->kind == FILE_REGULAR && file_shared[file_number(file)] != 0) {
            lock_acquire(file_lock(file));
            refresh_shared_offset(file, fd);
            lock_release(file_lock(file));
        }
    }
}
