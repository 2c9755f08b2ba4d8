/* Chooses the bytes to replace around one system call instruction. */
#ifndef SUZAKU_WINDOW_H
#define SUZAKU_WINDOW_H

#include "decode.h"
#include "patch.h"
#include "target_map.h"

#define WINDOW_STEPS 8 /* instructions looked at on each side */

struct step {
    size_t offset; /* in the text */
    struct instruction instruction;
};

/* The last instructions decoded before the system call, `steps[(count - 1) % WINDOW_STEPS]` the nearest. */
struct history {
    struct step steps[WINDOW_STEPS];
    size_t count;
};

/*
 * Fills `site` for the `syscall` at `offset` of `text`, preceded by `history` (contiguous with it), replacing nothing
 * before offset `floor`. Returns 0 when there is no way: too few relocatable bytes, a branch target among them, or
 * code that wants the flags kept across the call.
 */
int choose_window(const uint8_t *text, const struct target_map *map, size_t offset, const struct history *history,
                  size_t floor, struct site *site);

#endif
