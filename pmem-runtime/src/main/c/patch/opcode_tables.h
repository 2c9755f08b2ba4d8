/* What follows an opcode byte, for the one-byte map and the 0F map. Source: Intel SDM volume 2, appendix A. */
#ifndef SUZAKU_OPCODE_TABLES_H
#define SUZAKU_OPCODE_TABLES_H

#include <stdint.h>

enum opcode_shape {
    SHAPE_MODRM = 1,
    SHAPE_IMM8 = 2,
    SHAPE_IMM16 = 4,
    SHAPE_IMMZ = 8,      /* 4 bytes, 2 with the prefix 66 (unless REX.W) */
    SHAPE_BRANCH = 16,   /* the immediate is relative to the end of the instruction */
    SHAPE_SPECIAL = 32,  /* more to find out, see decode.c */
    SHAPE_INVALID = 64,  /* in 64-bit mode */
    SHAPE_PREFIX = 128   /* legacy or REX prefix */
};

extern const uint8_t one_byte_shapes[256];
extern const uint8_t two_byte_shapes[256];

#endif
