#include "program_memory.h"

#include <linux/errno.h>
#include <linux/limits.h>

#include "layout.h"
#include "syscalls.h"

#define NO_CHANGE 99 /* none of SIG_BLOCK, SIG_UNBLOCK and SIG_SETMASK: the kernel reads the mask first and refuses then */

static int is_readable_word(uint64_t address) { return call4(__NR_rt_sigprocmask, NO_CHANGE, address & ~7ull, 0, 8) != -EFAULT; }

static uint64_t next_page(uint64_t address) { return (address & ~(PAGE_SIZE - 1)) + PAGE_SIZE; }

int is_readable(uint64_t address, uint64_t bytes) {
    if (address + bytes < address) {
        return 0;
    }
    for (uint64_t at = address; at < address + bytes; at = next_page(at)) {
        if (!is_readable_word(at)) {
            return 0;
        }
    }
    return 1;
}

int is_readable_text(uint64_t address) {
    for (uint64_t at = address; at - address < PATH_MAX;) {
        if (!is_readable_word(at)) {
            return 0;
        }
        for (uint64_t end = next_page(at); at < end; at++) {
            if (*(const char *)at == 0) {
                return 1;
            }
        }
    }
    return 1;
}
