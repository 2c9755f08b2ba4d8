/* The standard streams that a program starts with. */
#include "inherited.h"

#include <asm/stat.h>
#include <linux/fcntl.h>

#include "files.h"
#include "syscalls.h"
#include "text.h"

static void adopt_regular(struct open_file *file, int fd, long flags) {
    char link[] = "/proc/self/fd/0";
    link[sizeof link - 2] = (char)('0' + fd);
    long length = call3(__NR_readlink, link, file->path, PATH_BYTES - 1);
    if (length <= 0) {
        fail(START_FAILED, "cannot find the path of a standard stream", link, length);
    }
    file->path[length] = 0;
    long offset = call3(__NR_lseek, fd, 0, 1);
    file->offset = offset < 0 ? 0 : (uint64_t)offset;
    if ((flags & O_APPEND) != 0) {
        call3(__NR_fcntl, fd, F_SETFL, flags & ~(long)O_APPEND);
    }
}

void adopt_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++) {
        struct stat status;
        long flags = call3(__NR_fcntl, fd, F_GETFL, 0);
        if (flags < 0 || call2(__NR_fstat, fd, &status) < 0) {
            continue; /* closed: it stays closed */
        }
        struct open_file *file = file_allocate();
        file->flags = (uint32_t)flags;
        file->mode = status.st_mode;
        file->device = status.st_dev;
        file->inode = status.st_ino;
        file->inherited_fd = (uint32_t)fd;
        uint32_t kind = FILE_INHERITED;
        if ((status.st_mode & 0170000) == 0100000) {
            adopt_regular(file, fd, flags);
            kind = FILE_REGULAR;
        }
        file->kind = kind;
        fd_publish(fd, file, 0);
    }
}
