/*
 * heap MEBIBYTES STOP: fills so much of its heap with numbers and adds one to each, again and again, until the file STOP exists. Every
 * number must be what it was made before. Says "right" at its end.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count != 3) return 2;
    size_t numbers = (strtoul(words[1], 0, 10) << 20) / sizeof(uint64_t);
    uint64_t *heap = malloc(numbers * sizeof *heap);
    if (!heap) return 3;
    for (size_t i = 0; i < numbers; i++) heap[i] = i;
    for (uint64_t round = 0; access(words[2], F_OK) != 0; round++) {
        for (size_t i = 0; i < numbers; i++) {
            if (heap[i] != i + round) {
                dprintf(2, "number %zu is %lu in round %lu\n", i, (unsigned long)heap[i], (unsigned long)round);
                return 1;
            }
            heap[i]++;
        }
    }
    puts("right");
    return 0;
}
