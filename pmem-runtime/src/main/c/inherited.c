/* The standard streams that a program starts with. */
#include "inherited.h"

#include <asm/stat.h>
#include <linux/fcntl.h>

#include "files.h"
#include "paths.h"
#include "syscalls.h"
#include "text.h"

static void adopt_regular(struct open_file *file, int fd) {
    char link[DESCRIPTOR_LINK_BYTES];
    descriptor_link(link, fd);
    long length = call3(__NR_readlink, link, file->path, PATH_BYTES - 1);
    if (length <= 0) {
        fail(START_FAILED, "cannot find the path of a standard stream", link, length);
    }
    file->path[length] = 0;
    long offset = call3(__NR_lseek, fd, 0, 1);
    file->offset = offset < 0 ? 0 : (uint64_t)offset;
}

/*
 * The stream below `fd` that writes through the same description (`program > file 2>&1`), or -1: two offsets for one
 * description would let the streams overwrite each other.
 */
static int shared_with(int fd, const struct stat *status, long flags) {
    for (int other = 0; other < fd; other++) {
        const struct open_file *file = file_of((uint64_t)other);
        if (file != 0 && file->kind == FILE_REGULAR && file->device == status->st_dev && file->inode == status->st_ino &&
            file->flags == (uint32_t)flags) {
            return other;
        }
    }
    return -1;
}

void adopt_standard_streams(void) {
    long flags_of[3];
    for (int fd = 0; fd <= 2; fd++) {
        flags_of[fd] = call3(__NR_fcntl, fd, F_GETFL, 0);
    }
    for (int fd = 0; fd <= 2; fd++) {
        struct stat status;
        long flags = flags_of[fd];
        if (flags < 0 || call2(__NR_fstat, fd, &status) < 0) {
            continue; /* closed: it stays closed */
        }
        int twin = shared_with(fd, &status, flags);
        if (twin >= 0) {
            file_retain(file_number(file_of((uint64_t)twin)));
            fd_publish(fd, file_of((uint64_t)twin), 0);
            continue;
        }
        struct open_file *file = file_allocate();
        file->flags = (uint32_t)flags;
        file->mode = status.st_mode;
        file->device = status.st_dev;
        file->inode = status.st_ino;
        file->inherited_fd = (uint32_t)fd;
        uint32_t kind = FILE_INHERITED;
        if ((status.st_mode & 0170000) == 0100000) {
            adopt_regular(file, fd);
            kind = FILE_REGULAR;
        }
        file->kind = kind;
        fd_publish(fd, file, 0);
    }
}
