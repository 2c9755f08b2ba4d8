/*
 * fifowriter ROUNDS NAME: writes the numbers from 0 to ROUNDS - 1, 8 bytes each, into a FIFO that somebody else reads. Prints
 * "fifowriter ROUNDS" and ends with 0 when all were taken.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count != 3) return 2;
    uint64_t rounds = strtoull(words[1], 0, 10);
    int fifo = open(words[2], O_WRONLY);
    for (uint64_t round = 0; fifo >= 0 && round < rounds; round++) {
        if (write(fifo, &round, sizeof round) != sizeof round) {
            dprintf(2, "fifowriter: write in round %llu: errno %d\n", (unsigned long long)round, errno);
            return 1;
        }
    }
    dprintf(1, "fifowriter %llu\n", (unsigned long long)rounds);
    return fifo < 0;
}
