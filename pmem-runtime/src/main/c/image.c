#include "image.h"

#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/resource.h>

#include "syscalls.h"
#include "text.h"

int pool_fd, tables_fd;
int image_directory_fd;
uint64_t pool_share = MAP_SHARED;

/* Moves a descriptor to the top of the table, where the application cannot meet it. */
static int move_to_top(int fd, int from_top) {
    struct rlimit64 limit;
    long answer = call4(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, &limit);
    if (answer < 0) {
        fail(START_FAILED, "cannot read the limit of open files", "prlimit64", answer);
    }
    uint64_t top = limit.rlim_cur < FD_CAPACITY ? limit.rlim_cur : FD_CAPACITY;
    long moved = call3(__NR_dup3, fd, top - (uint64_t)from_top, O_CLOEXEC);
    if (moved < 0) {
        fail(START_FAILED, "cannot move a descriptor to the top", "dup3", moved);
    }
    call1(__NR_close, fd);
    return (int)moved;
}

static int open_in(const char *name, int from_top) {
    long fd = call4(__NR_openat, image_directory_fd, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
    if (fd < 0) {
        fail(START_FAILED, "cannot open the image's file", name, fd);
    }
    return move_to_top((int)fd, from_top);
}

/* On persistent memory (DAX) a store must be durable together with the blocks that it lies in; elsewhere the kernel knows no MAP_SYNC. */
static uint64_t sharing_of_pool(void) {
    uint64_t synchronous = MAP_SHARED_VALIDATE | MAP_SYNC;
    long probe = call6(__NR_mmap, 0, PAGE_SIZE, PROT_READ | PROT_WRITE, synchronous, (uint64_t)pool_fd, 0);
    if (probe < 0 && probe > -(long)PAGE_SIZE) {
        return MAP_SHARED;
    }
    call2(__NR_munmap, probe, PAGE_SIZE);
    return synchronous;
}

int is_persistent_memory(void) { return pool_share != MAP_SHARED; }

void open_image(const char *directory) {
    long fd = call4(__NR_openat, AT_FDCWD, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0) {
        fail(START_FAILED, "cannot open the image directory", directory, fd);
    }
    image_directory_fd = move_to_top((int)fd, 1);
    tables_fd = open_in("tables", 2);
    pool_fd = open_in("pool", 3);
    pool_share = sharing_of_pool();
    long mapped = call6(__NR_mmap, TABLES_BASE, TABLES_BYTES, PROT_READ | PROT_WRITE, pool_share | MAP_FIXED_NOREPLACE,
                        (uint64_t)tables_fd, 0);
    if (mapped != (long)TABLES_BASE) {
        fail(START_FAILED, "cannot map the image's tables", directory, mapped);
    }
    if (HEADER->magic != IMAGE_MAGIC || HEADER->version != IMAGE_VERSION || HEADER->tables_bytes != TABLES_BYTES) {
        fail(START_FAILED, "not an image of this version", directory, 0);
    }
}
