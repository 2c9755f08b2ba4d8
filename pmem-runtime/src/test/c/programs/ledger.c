/*
 * ledger ROUNDS: keeps 64 accounts, each on a line of memory of its own, and books the same on all of them, ROUNDS times. Ends with 1 as
 * soon as an account is not as the round before left it: some memory or register went back in time. Prints "ready" when it begins.
 */
#include <stdlib.h>
#include <unistd.h>

enum { ACCOUNTS = 64, WORDS_PER_LINE = 8 };

static volatile unsigned long accounts[ACCOUNTS * WORDS_PER_LINE] __attribute__((aligned(64)));

/* Never inlined, so that the loop keeps its state in registers that a call preserves. */
__attribute__((noipa)) static int book(int account, unsigned long round) {
    if (accounts[account * WORDS_PER_LINE] != round - 1) return 0;
    accounts[account * WORDS_PER_LINE] = round;
    return 1;
}

int main(int count, char **words) {
    if (count != 2) return 2;
    unsigned long rounds = strtoul(words[1], NULL, 10);
    if (write(1, "ready\n", 6) != 6) return 3;
    for (unsigned long round = 1; round <= rounds; round++) {
        for (int i = 0; i < ACCOUNTS; i++) {
            if (!book(i, round)) return 1;
        }
    }
    return 0;
}
