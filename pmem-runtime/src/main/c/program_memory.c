#include "program_memory.h"

#include <linux/errno.h>
#include <linux/futex.h>
#include <linux/limits.h>

#include "image.h"
#include "syscalls.h"

#define UNLIKELY 0x7ff
#define NO_CHANGE 99 /* none of SIG_BLOCK, SIG_UNBLOCK and SIG_SETMASK: the kernel reads the mask first and refuses then */

typedef int probe(uint64_t address);

static int is_readable_word(uint64_t address) { return call4(__NR_rt_sigprocmask, NO_CHANGE, address & ~7ull, 0, 8) != -EFAULT; }

/* Wakes whoever waits on a word of our own, which is nobody, or on the address, if it holds UNLIKELY: for once spuriously. */
static int is_writable_word(uint64_t address) {
    static uint32_t nobody;
    uint64_t add_nothing = FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, UNLIKELY);
    return call6(__NR_futex, (uint64_t)&nobody, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 0, 0, address & ~3ull, add_nothing) != -EFAULT;
}

static uint64_t next_page(uint64_t address) { return (address & ~(PAGE_SIZE - 1)) + PAGE_SIZE; }

static int is_everywhere(probe *probe, uint64_t address, uint64_t bytes) {
    if (address + bytes < address) {
        return 0;
    }
    for (uint64_t at = address; at < address + bytes; at = next_page(at)) {
        if (!probe(at)) {
            return 0;
        }
    }
    return 1;
}

/* Most structures lie so, and need no question: there is memory where the caller's stack pointer points. */
static int is_beside_stack_pointer(uint64_t address, uint64_t bytes) {
    uint64_t end = next_page(this_thread()->record.rsp - 1); /* an empty stack ends where the pointer points */
    return address >= end - PAGE_SIZE && address < end && bytes <= end - address;
}

int is_readable(uint64_t address, uint64_t bytes) {
    return is_beside_stack_pointer(address, bytes) || is_everywhere(is_readable_word, address, bytes);
}

int is_writable(uint64_t address, uint64_t bytes) {
    return is_beside_stack_pointer(address, bytes) || is_everywhere(is_writable_word, address, bytes);
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
