/* flags STOP: looks at the processor's flags, again and again, until the file STOP exists. Fails when it sees the trap flag, which is not its own. */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { LOOKS = 1000, TRAP_FLAG = 0x100 };

static uint64_t flags(void) {
    uint64_t now;
    __asm__ volatile("subq $128, %%rsp\n\tpushfq\n\tpopq %0\n\taddq $128, %%rsp" : "=r"(now) : : "cc", "memory");
    return now;
}

int main(int count, char **words) {
    if (count != 2) return 2;
    while (access(words[1], F_OK) != 0)
        for (int look = 0; look < LOOKS; look++)
            if ((flags() & TRAP_FLAG) != 0) {
                puts("trap flag");
                return 1;
            }
    return 0;
}
