#include "decode.h"

#include "opcode_tables.h"

#define MAX_INSTRUCTION_LENGTH 15
#define REX_W 8

/* The instruction while it is decoded: `bytes[at]` is the next byte. A local copy of the input's last bytes, padded,
 * stands in for `bytes` near the end, so that nothing here checks for the end before decode_instruction does. */
struct cursor {
    const uint8_t *bytes;
    unsigned at;
    unsigned immediate_length;
};

static int32_t load_int32(const uint8_t *bytes) {
    int32_t value;
    __builtin_memcpy(&value, bytes, sizeof value);
    return value;
}

/* Reads legacy prefixes and REX. Returns 0 when a REX prefix is not the last one: the processor would ignore it, no
 * compiler writes it, so it is taken for data. */
static inline int read_prefixes(struct cursor *c, struct instruction *i) {
    if ((c->bytes[0] & 0xf0) == 0x40) { /* REX alone, the most frequent case */
        i->rex = c->bytes[c->at++];
        return !(one_byte_shapes[c->bytes[1]] & SHAPE_PREFIX);
    }
    while (one_byte_shapes[c->bytes[c->at]] & SHAPE_PREFIX) {
        uint8_t byte = c->bytes[c->at];
        if (c->at == MAX_INSTRUCTION_LENGTH) return 0;
        c->at++;
        if ((byte & 0xf0) == 0x40) {
            i->rex = byte;
            return !(one_byte_shapes[c->bytes[c->at]] & SHAPE_PREFIX);
        }
        switch (byte) {
        case 0x66: i->prefixes |= PREFIX_66; break;
        case 0xf2: i->prefixes |= PREFIX_F2; break;
        case 0xf3: i->prefixes |= PREFIX_F3; break;
        case 0x67: i->prefixes |= PREFIX_67; break;
        case 0xf0: i->prefixes |= PREFIX_LOCK; break;
        default: i->prefixes |= PREFIX_SEGMENT; break;
        }
    }
    return 1;
}

/* What follows a ModRM byte: bytes of SIB and displacement, plus flags; SIB alone may add a displacement. */
enum { FOLLOWS_LENGTH = 7, FOLLOWS_SIB = 8, FOLLOWS_BASE = 16 /* SIB with base 5 adds 4 bytes */, FOLLOWS_RIP = 32 };

#define ROW8(plain, sib, five) plain, plain, plain, plain, sib, five, plain, plain
#define ROWS(plain, sib, five) \
    ROW8(plain, sib, five), ROW8(plain, sib, five), ROW8(plain, sib, five), ROW8(plain, sib, five), \
    ROW8(plain, sib, five), ROW8(plain, sib, five), ROW8(plain, sib, five), ROW8(plain, sib, five)
static const uint8_t modrm_follows[256] = {
    ROWS(0, 1 | FOLLOWS_SIB | FOLLOWS_BASE, 4 | FOLLOWS_RIP),
    ROWS(1, 2 | FOLLOWS_SIB, 1),
    ROWS(4, 5 | FOLLOWS_SIB, 4),
    ROWS(0, 0, 0),
};

static inline void read_modrm(struct cursor *c, struct instruction *i) {
    const uint8_t *bytes = c->bytes + c->at;
    unsigned follows = modrm_follows[bytes[0]], length = follows & FOLLOWS_LENGTH, sib_length = 0;
    i->has_modrm = 1;
    i->modrm = bytes[0];
    if (follows & FOLLOWS_SIB) {
        i->sib = bytes[1];
        sib_length = 1;
        if ((follows & FOLLOWS_BASE) && (i->sib & 7) == 5) length += 4;
    }
    if (follows & FOLLOWS_RIP) i->flags |= INSTRUCTION_RIP_RELATIVE;
    if (length > sib_length) {
        int32_t value = load_int32(bytes + 1 + sib_length);
        i->displacement = length - sib_length == 1 ? (int8_t)value : value;
    }
    c->at += 1 + length;
}

/* VEX (c5, c4), EVEX (62) and XOP (8f): the last prefix byte names the map. Returns 0 when invalid. */
static int read_vector(struct cursor *c, struct instruction *i, uint8_t escape) {
    const uint8_t *bytes = c->bytes + c->at;
    unsigned map = 1, prefix_length = 1;
    if (i->rex || (i->prefixes & (PREFIX_66 | PREFIX_F2 | PREFIX_F3 | PREFIX_LOCK))) return 0;
    if (escape == 0xc4 || escape == 0x8f) {
        map = bytes[0] & 0x1f;
        prefix_length = 2;
    } else if (escape == 0x62) {
        map = bytes[0] & 7;
        prefix_length = 3;
        if ((bytes[0] & 8) || !(bytes[1] & 4)) return 0;
    }
    int is_xop_map = map >= 8 && map <= 10, is_vex_map = map >= 1 && map <= 3, is_evex_map = map == 5 || map == 6;
    if (escape == 0x8f ? !is_xop_map : !is_vex_map && !(escape == 0x62 && is_evex_map)) return 0;
    c->at += prefix_length;
    i->map = MAP_VECTOR;
    i->opcode = c->bytes[c->at++];
    if (map == 1 && i->opcode == 0x77 && escape != 0x62) return 1; /* vzeroupper, vzeroall */
    if (map == 1 && !(two_byte_shapes[i->opcode] & (SHAPE_MODRM | SHAPE_BRANCH))) return 0;
    read_modrm(c, i);
    if (map == 3 || map == 8) c->immediate_length = 1;
    if (map == 1 && (two_byte_shapes[i->opcode] & SHAPE_IMM8) && i->opcode >= 0x70 && (i->opcode & 0xf0) != 0xa0)
        c->immediate_length = 1;
    if (map == 10) c->immediate_length = 4;
    return 1;
}

/* Groups whose immediate, validity or flow depends on the reg field. Returns 0 when invalid. */
static int classify_group(struct cursor *c, struct instruction *i) {
    unsigned reg = i->modrm >> 3 & 7, is_register = i->modrm >= 0xc0;
    switch (i->opcode) {
    case 0x8d: return !is_register;
    case 0xc6:
    case 0xc7:
        c->immediate_length = i->opcode == 0xc6 ? 1 : (i->prefixes & PREFIX_66) && !(i->rex & REX_W) ? 2 : 4;
        if (reg == 0) return 1;
        if (i->modrm != 0xf8 || c->immediate_length == 2) return 0;
        if (i->opcode == 0xc7) i->flags |= INSTRUCTION_BRANCH; /* xbegin; c6 is xabort */
        return 1;
    case 0xf6:
        c->immediate_length = reg < 2 ? 1 : 0;
        return 1;
    case 0xf7:
        c->immediate_length = reg >= 2 ? 0 : (i->prefixes & PREFIX_66) && !(i->rex & REX_W) ? 2 : 4;
        return 1;
    case 0xfe: return reg < 2;
    default: /* ff */
        if (reg == 2 || reg == 3) i->flags |= INSTRUCTION_CALL | INSTRUCTION_INDIRECT;
        if (reg == 4 || reg == 5) i->flags |= INSTRUCTION_STOPS | INSTRUCTION_INDIRECT;
        return reg != 7 && !((reg == 3 || reg == 5) && is_register);
    }
}

/* One-byte opcodes without ModRM that need more than the table says. Returns 0 when invalid. */
static int classify_one_byte(struct cursor *c, struct instruction *i) {
    switch (i->opcode) {
    case 0x90:
        if (!(i->prefixes & PREFIX_F3) && !(i->rex & 1)) i->flags |= INSTRUCTION_PADDING;
        return 1;
    case 0xa0: case 0xa1: case 0xa2: case 0xa3:
        c->immediate_length = i->prefixes & PREFIX_67 ? 4 : 8;
        return 1;
    case 0xb8: case 0xb9: case 0xba: case 0xbb: case 0xbc: case 0xbd: case 0xbe: case 0xbf:
        c->immediate_length = i->rex & REX_W ? 8 : i->prefixes & PREFIX_66 ? 2 : 4;
        return 1;
    case 0xcc: i->flags |= INSTRUCTION_PADDING; return 1;
    case 0xe8: i->flags |= INSTRUCTION_CALL; return 1;
    case 0xc3: i->flags |= INSTRUCTION_STOPS | INSTRUCTION_RET; return 1;
    default: i->flags |= INSTRUCTION_STOPS; return 1; /* ret n, far ret, iret, jmp, hlt */
    }
}

static int read_two_byte(struct cursor *c, struct instruction *i, uint8_t *shape) {
    i->opcode = c->bytes[c->at++];
    i->map = MAP_0F;
    *shape = two_byte_shapes[i->opcode];
    switch (i->opcode) {
    case 0x05: i->flags |= INSTRUCTION_SYSCALL; break;
    case 0x0b: case 0xb9: case 0xff: i->flags |= INSTRUCTION_STOPS; break; /* ud2, ud1, ud0 */
    case 0x20: case 0x21: case 0x22: case 0x23: /* control and debug registers: mod is ignored */
        i->has_modrm = 1;
        i->modrm = c->bytes[c->at++] | 0xc0;
        *shape = 0;
        break;
    case 0x1f: i->flags |= INSTRUCTION_PADDING; break;
    case 0x38:
    case 0x3a:
        i->map = i->opcode == 0x38 ? MAP_0F38 : MAP_0F3A;
        *shape = SHAPE_MODRM | (i->opcode == 0x3a ? SHAPE_IMM8 : 0);
        i->opcode = c->bytes[c->at++];
        break;
    case 0x78: /* extrq, insertq of SSE4a have two bytes of immediates */
        if (i->prefixes & (PREFIX_66 | PREFIX_F2)) *shape |= SHAPE_IMM16;
        break;
    }
    return !(*shape & SHAPE_INVALID);
}

/* Reads everything but the immediate. Returns 0 when invalid. */
static inline int read_opcode(struct cursor *c, struct instruction *i) {
    if (!read_prefixes(c, i)) return 0;
    i->opcode = c->bytes[c->at++];
    uint8_t shape = one_byte_shapes[i->opcode];
    if (i->opcode == 0x0f && !read_two_byte(c, i, &shape)) return 0;
    if (shape & SHAPE_INVALID) return 0;
    if (i->map == MAP_ONE_BYTE && (shape & (SHAPE_SPECIAL | SHAPE_MODRM)) == SHAPE_SPECIAL) {
        uint8_t next = c->bytes[c->at];
        if (i->opcode == 0x62 || i->opcode == 0xc4 || i->opcode == 0xc5 || (i->opcode == 0x8f && (next & 0x1f) >= 8))
            return read_vector(c, i, i->opcode);
        if (i->opcode == 0x8f) { /* pop r/m */
            read_modrm(c, i);
            return (i->modrm & 0x38) == 0;
        }
    }
    if (shape & SHAPE_MODRM) read_modrm(c, i);
    int wide_immediate = !(i->prefixes & PREFIX_66) || (i->rex & REX_W);
    c->immediate_length = (shape >> 1) & 7; /* SHAPE_IMM8, SHAPE_IMM16 and SHAPE_IMMZ are twice their lengths */
    if ((shape & SHAPE_IMMZ) && !wide_immediate) c->immediate_length -= 2;
    if (shape & SHAPE_BRANCH) {
        i->flags |= INSTRUCTION_BRANCH;
        if (!wide_immediate) return 0; /* Intel and AMD disagree about the length */
    }
    if (!(shape & SHAPE_SPECIAL) || i->map != MAP_ONE_BYTE) return 1;
    return shape & SHAPE_MODRM ? classify_group(c, i) : classify_one_byte(c, i);
}

static size_t decode_readable(const uint8_t *bytes, size_t available, struct instruction *i) {
    struct cursor c = {bytes, 0, 0};
    if (!read_opcode(&c, i)) return 0;
    if (i->flags & INSTRUCTION_BRANCH)
        i->displacement = c.immediate_length == 1 ? (int8_t)bytes[c.at] : load_int32(bytes + c.at);
    size_t length = c.at + c.immediate_length;
    if (length > MAX_INSTRUCTION_LENGTH || length > available) return 0;
    i->length = (uint8_t)length;
    return length;
}

/* The most bytes that are read, used or not: prefixes to the limit, escapes, ModRM, SIB, displacement, immediate. */
#define MAX_BYTES_READ 40

size_t decode_instruction(const uint8_t *bytes, size_t available, struct instruction *instruction) {
    *instruction = (struct instruction){0};
    if (available >= MAX_BYTES_READ) return decode_readable(bytes, available, instruction);
    uint8_t copy[MAX_BYTES_READ];
    for (size_t n = 0; n < MAX_BYTES_READ; n++) {
        copy[n] = n < available ? bytes[n] : 0;
        __asm__ volatile("" ::: "memory"); /* keeps the compiler from calling memset or memcpy */
    }
    return decode_readable(copy, available, instruction);
}
