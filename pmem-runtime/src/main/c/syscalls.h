/*
 * System calls made by the runtime itself. They are issued from the runtime's text, which Syscall User Dispatch
 * exempts. Every function returns the kernel's answer: a value, or -errno.
 */
#ifndef SUZAKU_SYSCALLS_H
#define SUZAKU_SYSCALLS_H

#include <asm/unistd.h>
#include <stdint.h>

static inline long call6(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f) {
    long result;
    register uint64_t r10 __asm__("r10") = d;
    register uint64_t r8 __asm__("r8") = e;
    register uint64_t r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#define call0(n) call6(n, 0, 0, 0, 0, 0, 0)
#define call1(n, a) call6(n, (uint64_t)(a), 0, 0, 0, 0, 0)
#define call2(n, a, b) call6(n, (uint64_t)(a), (uint64_t)(b), 0, 0, 0, 0)
#define call3(n, a, b, c) call6(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), 0, 0, 0)
#define call4(n, a, b, c, d) call6(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), (uint64_t)(d), 0, 0)
#define call5(n, a, b, c, d, e) \
    call6(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), (uint64_t)(d), (uint64_t)(e), 0)

#endif
