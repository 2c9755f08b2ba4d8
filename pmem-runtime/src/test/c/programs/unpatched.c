/*
 * unpatched: makes the system call getppid for ever, from a place that no jump can replace: the instruction is the first of a function, and
 * another function begins before five bytes are over.
 */
#include <sys/syscall.h>

long bare_call(void);
void neighbour(void);

__asm__(".text\n"
        ".globl neighbour, bare_call\n"
        ".type neighbour, @function\n"
        ".type bare_call, @function\n"
        "    ret\n"
        "bare_call:\n"
        "    syscall\n"
        "    ret\n"
        "neighbour:\n"
        "    ret\n");

int main(void) {
    for (;;) {
        long number = SYS_getppid;
        __asm__ volatile("call bare_call" : "+a"(number) : : "rcx", "r11", "memory");
        neighbour();
    }
}
