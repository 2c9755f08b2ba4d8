/*
 * A decoder of x86-64 instruction lengths and of the little more that the patcher asks about an instruction.
 * Source: Intel SDM volume 2 (instruction format, opcode maps), AMD APM volume 3 (XOP).
 */
#ifndef SUZAKU_DECODE_H
#define SUZAKU_DECODE_H

#include <stddef.h>
#include <stdint.h>

enum instruction_flags {
    INSTRUCTION_BRANCH = 1,        /* direct: jmp, jcc, call, loop, jrcxz, xbegin; `displacement` is from the end */
    INSTRUCTION_CALL = 2,          /* call, direct or indirect */
    INSTRUCTION_STOPS = 4,         /* control does not go on to the next instruction: jmp, ret, hlt, ud2 */
    INSTRUCTION_INDIRECT = 8,      /* jump or call through a register or memory */
    INSTRUCTION_RIP_RELATIVE = 16, /* memory operand relative to rip: `displacement` is from the end */
    INSTRUCTION_SYSCALL = 32,
    INSTRUCTION_PADDING = 64, /* int3, any nop */
    INSTRUCTION_RET = 128     /* near return without immediate */
};

enum opcode_map { MAP_ONE_BYTE, MAP_0F, MAP_0F38, MAP_0F3A, MAP_VECTOR /* VEX, EVEX, XOP */ };

enum legacy_prefixes {
    PREFIX_66 = 1,
    PREFIX_F2 = 2,
    PREFIX_F3 = 4,
    PREFIX_67 = 8,
    PREFIX_SEGMENT = 16,
    PREFIX_LOCK = 32
};

struct instruction {
    uint8_t length;       /* bytes, 1 .. 15 */
    uint8_t flags;        /* enum instruction_flags */
    uint8_t map;          /* enum opcode_map */
    uint8_t opcode;       /* last opcode byte */
    uint8_t rex;          /* REX prefix or 0 */
    uint8_t prefixes;     /* enum legacy_prefixes */
    uint8_t has_modrm;    /* 1: modrm (and sib, when modrm says so) are set */
    uint8_t modrm;
    uint8_t sib;
    int32_t displacement; /* of a direct branch or of a memory operand */
};

/* Decodes the instruction at `bytes`, of which `available` may be read. Returns its length, or 0 when the bytes are
 * no valid instruction of 64-bit mode or end too early. */
size_t decode_instruction(const uint8_t *bytes, size_t available, struct instruction *instruction);

#endif
