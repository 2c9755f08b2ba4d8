#include "opcode_tables.h"

#define o 0
#define M SHAPE_MODRM
#define B SHAPE_IMM8
#define Z SHAPE_IMMZ
#define W SHAPE_IMM16
#define S SHAPE_SPECIAL
#define X SHAPE_INVALID
#define P SHAPE_PREFIX
#define MB (SHAPE_MODRM | SHAPE_IMM8)
#define MZ (SHAPE_MODRM | SHAPE_IMMZ)
#define MS (SHAPE_MODRM | SHAPE_SPECIAL)
#define WB (SHAPE_IMM16 | SHAPE_IMM8)
#define WS (SHAPE_IMM16 | SHAPE_SPECIAL)
#define J (SHAPE_BRANCH | SHAPE_IMM8)
#define L (SHAPE_BRANCH | SHAPE_IMMZ)
#define JS (SHAPE_BRANCH | SHAPE_IMM8 | SHAPE_SPECIAL)
#define LS (SHAPE_BRANCH | SHAPE_IMMZ | SHAPE_SPECIAL)

/* clang-format off */
const uint8_t one_byte_shapes[256] = {
    /*        0  1  2  3  4  5  6  7    8  9  a  b  c  d  e  f */
    /* 00 */  M, M, M, M, B, Z, X, X,   M, M, M, M, B, Z, X, S,
    /* 10 */  M, M, M, M, B, Z, X, X,   M, M, M, M, B, Z, X, X,
    /* 20 */  M, M, M, M, B, Z, P, X,   M, M, M, M, B, Z, P, X,
    /* 30 */  M, M, M, M, B, Z, P, X,   M, M, M, M, B, Z, P, X,
    /* 40 */  P, P, P, P, P, P, P, P,   P, P, P, P, P, P, P, P,
    /* 50 */  o, o, o, o, o, o, o, o,   o, o, o, o, o, o, o, o,
    /* 60 */  X, X, S, M, P, P, P, P,   Z,MZ, B,MB, o, o, o, o,
    /* 70 */  J, J, J, J, J, J, J, J,   J, J, J, J, J, J, J, J,
    /* 80 */ MB,MZ, X,MB, M, M, M, M,   M, M, M, M, M,MS, M, S,
    /* 90 */  S, o, o, o, o, o, o, o,   o, o, X, o, o, o, o, o,
    /* a0 */  S, S, S, S, o, o, o, o,   B, Z, o, o, o, o, o, o,
    /* b0 */  B, B, B, B, B, B, B, B,   S, S, S, S, S, S, S, S,
    /* c0 */ MB,MB,WS, S, S, S,MS,MS,  WB, o,WS, S, S, B, X, S,
    /* d0 */  M, M, M, M, X, X, X, o,   M, M, M, M, M, M, M, M,
    /* e0 */  J, J, J, J, B, B, B, B,  LS,LS, X,JS, o, o, o, o,
    /* f0 */  P, o, P, P, S, o,MS,MS,   o, o, o, o, o, o,MS,MS,
};

const uint8_t two_byte_shapes[256] = {
    /*        0  1  2  3  4  5  6  7    8  9  a  b  c  d  e  f */
    /* 00 */  M, M, M, M, X, S, o, o,   o, o, X, S, X, M, o,MB,
    /* 10 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M,MS,
    /* 20 */  M, M, M, M, X, X, X, X,   M, M, M, M, M, M, M, M,
    /* 30 */  o, o, o, o, o, o, X, o,   S, X, S, X, X, X, X, X,
    /* 40 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* 50 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* 60 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* 70 */ MB,MB,MB,MB, M, M, M, o,   M, M, X, X, M, M, M, M,
    /* 80 */  L, L, L, L, L, L, L, L,   L, L, L, L, L, L, L, L,
    /* 90 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* a0 */  o, o, o, M,MB, M, M, M,   o, o, o, M,MB, M, M, M,
    /* b0 */  M, M, M, M, M, M, M, M,   M,MS,MB, M, M, M, M, M,
    /* c0 */  M, M,MB, M,MB,MB,MB, M,   o, o, o, o, o, o, o, o,
    /* d0 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* e0 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M, M,
    /* f0 */  M, M, M, M, M, M, M, M,   M, M, M, M, M, M, M,MS,
};
/* clang-format on */
