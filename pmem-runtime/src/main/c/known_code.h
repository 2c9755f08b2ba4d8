/* What a module's file says about the functions in its text, for the patcher. */
#ifndef SUZAKU_KNOWN_CODE_H
#define SUZAKU_KNOWN_CODE_H

#include "patch/patch.h"
#include "scratch.h"

struct known_code {
    struct site_hints hints; /* point into the scratch memory */
    int begins_midway;       /* the text does not begin where a segment does, so perhaps inside an instruction */
    struct scratch file, ranges, starts;
};

/* Of the text [start, end), which was read from offset `offset` of the file fd. What cannot be read is not known. */
struct known_code know_code(uint64_t start, uint64_t end, int fd, uint64_t offset);

void forget_code(const struct known_code *code);

#endif
