#include "scratch.h"

#include <asm/stat.h>
#include <linux/mman.h>

#include "layout.h"
#include "syscalls.h"

static struct scratch map(uint64_t length, uint32_t prot, uint32_t flags, int fd) {
    long answer = length == 0 ? -1 : call6(__NR_mmap, 0, length, prot, MAP_PRIVATE | flags, (uint64_t)(int64_t)fd, 0);
    return answer < 0 && answer > -4096 ? (struct scratch){0} : (struct scratch){(uint64_t)answer, length};
}

struct scratch scratch_memory(uint64_t length) {
    return map((length + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1), PROT_READ | PROT_WRITE, MAP_ANONYMOUS, -1);
}

struct scratch scratch_file(int fd) {
    struct stat status;
    return map(call2(__NR_fstat, fd, &status) < 0 ? 0 : (uint64_t)status.st_size, PROT_READ, 0, fd);
}

void scratch_unmap(struct scratch scratch) {
    if (scratch.length != 0) {
        call2(__NR_munmap, scratch.address, scratch.length);
    }
}
