/*
 * ledger ROUNDS: keeps 64 accounts, each on a line of memory of its own, and books the same on all of them, ROUNDS times. Ends with 1 as
 * soon as two accounts differ by more than the booking in progress: some memory went back in time.
 */
#include <stdlib.h>

enum { ACCOUNTS = 64, WORDS_PER_LINE = 8 };

static volatile unsigned long accounts[ACCOUNTS * WORDS_PER_LINE] __attribute__((aligned(64)));

int main(int count, char **words) {
    if (count != 2) return 2;
    unsigned long rounds = strtoul(words[1], NULL, 10);
    for (unsigned long round = 1; round <= rounds; round++) {
        for (int i = 0; i < ACCOUNTS; i++) {
            if (accounts[i * WORDS_PER_LINE] != round - 1) return 1;
            accounts[i * WORDS_PER_LINE] = round;
        }
    }
    return 0;
}
