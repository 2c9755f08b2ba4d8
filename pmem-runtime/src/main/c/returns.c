#include "returns.h"

#define ATTEMPTS 4 /* an interruption makes one slower, never quicker */
#define ROUNDS 32

uint8_t returns_go_wrong;

static uint64_t least_cycles(uint64_t ahead) {
    uint64_t least = UINT64_MAX;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        uint64_t cycles = time_returns(ROUNDS, ahead);
        least = cycles < least ? cycles : least;
    }
    return least;
}

void try_returns(void) { returns_go_wrong = least_cycles(1) < least_cycles(0); }
