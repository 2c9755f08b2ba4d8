#include "movable.h"

#define REX_B 1
#define REX_X 2
#define REX_R 4
#define REX_W 8

static unsigned reg_field(const struct instruction *i) { return i->modrm >> 3 & 7; }

/* 80-83: add or adc sbb and sub xor cmp; c0 c1 d0-d3: rol ror rcl rcr shl shr - sar; c6 c7 f6 f7 fe ff; 0f ba. */
static int is_group(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (i->map == MAP_0F) return op == 0xba;
    if (i->map != MAP_ONE_BYTE) return 0;
    if ((op >= 0x80 && op <= 0x83) || (op >= 0xd0 && op <= 0xd3)) return 1;
    return op == 0xc0 || op == 0xc1 || op == 0xc6 || op == 0xc7 || op == 0xf6 || op == 0xf7 || op >= 0xfe;
}

static int is_shift(const struct instruction *i) { /* and rotation */
    return i->opcode == 0xc0 || i->opcode == 0xc1 || (i->opcode >= 0xd0 && i->opcode <= 0xd3);
}

static int is_arithmetic(const struct instruction *i) { /* the eight operations in their six forms, 00-3d */
    return i->map == MAP_ONE_BYTE && i->opcode < 0x40 && (i->opcode & 7) < 6;
}

static int is_movable_one_byte(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (is_arithmetic(i)) return 1;
    if (op >= 0x50 && op <= 0x5f) return 1; /* push, pop */
    if (op == 0x63 || op == 0x68 || op == 0x69 || op == 0x6a || op == 0x6b) return 1;
    if (op >= 0x80 && op <= 0x8b && op != 0x82) return op != 0x86 && op != 0x87; /* no xchg: it locks */
    if (op == 0x8d || op == 0x90 || op == 0x98 || op == 0x99 || op == 0xa8 || op == 0xa9) return 1;
    if (op >= 0xb0 && op <= 0xbf) return 1;
    if (is_shift(i) || op == 0xc6 || op == 0xc7) return 1;
    if (op == 0xf6 || op == 0xf7 || op == 0xfe) return 1;
    return op == 0xff && (reg_field(i) < 2 || reg_field(i) == 6); /* inc, dec, push */
}

static int is_movable_two_byte(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (op >= 0x10 && op <= 0x17) return 1;                           /* mov of vectors */
    if (op == 0x1f || op == 0x28 || op == 0x29) return 1;             /* nop, movaps */
    if ((op >= 0x40 && op <= 0x4f) || (op >= 0x90 && op <= 0x9f)) return 1; /* cmov, set */
    if (op >= 0x54 && op <= 0x57) return 1;                           /* and, or, xor of vectors */
    if (op == 0x6c || op == 0x6e || op == 0x6f || op == 0x7e || op == 0x7f || op == 0xd6 || op == 0xef) return 1;
    if (op == 0xaf || op == 0xb6 || op == 0xb7 || op == 0xbe || op == 0xbf) return 1; /* imul, movzx, movsx */
    return op == 0xa3 || op == 0xba || op >= 0xc8;                    /* bt..., bswap and the vectors after it */
}

int is_movable(const struct instruction *i) {
    const unsigned never = INSTRUCTION_BRANCH | INSTRUCTION_CALL | INSTRUCTION_STOPS | INSTRUCTION_INDIRECT |
                           INSTRUCTION_RIP_RELATIVE | INSTRUCTION_SYSCALL;
    if ((i->flags & never) || (i->prefixes & (PREFIX_LOCK | PREFIX_67))) return 0;
    if (i->map == MAP_ONE_BYTE) return (i->prefixes & (PREFIX_F2 | PREFIX_F3)) == 0 && is_movable_one_byte(i);
    return i->map == MAP_0F && is_movable_two_byte(i);
}

static int is_rcx_or_r11(unsigned reg) { return reg == 1 || reg == 11; }

/* Byte registers without REX: 5 is ch. Whether the operand is a byte is not looked at: to be on the safe side. */
static int may_be_ch(const struct instruction *i, unsigned reg) { return i->rex == 0 && reg == 5; }

static int mentions_rcx_or_r11(const struct instruction *i) {
    unsigned b = i->rex & REX_B ? 8 : 0, x = i->rex & REX_X ? 8 : 0, r = i->rex & REX_R ? 8 : 0;
    if (!i->has_modrm) { /* the register, if any, is in the opcode */
        unsigned reg = (i->opcode & 7) | b;
        int has_register = i->map == MAP_0F || (i->opcode >= 0x50 && i->opcode <= 0x5f) || i->opcode >= 0xb0;
        return has_register && (is_rcx_or_r11(reg) || (i->opcode == 0xb5));
    }
    unsigned mod = i->modrm >> 6, rm = i->modrm & 7, reg = reg_field(i) | r;
    int byte_opcode = i->map == MAP_ONE_BYTE ? !(i->opcode & 1) && i->opcode != 0x8d : 1;
    if (!is_group(i) && (is_rcx_or_r11(reg) || (byte_opcode && may_be_ch(i, reg)))) return 1;
    if (i->map == MAP_ONE_BYTE && (i->opcode == 0xd2 || i->opcode == 0xd3)) return 1; /* shift by cl */
    if (mod == 3) return is_rcx_or_r11(rm | b) || (byte_opcode && may_be_ch(i, rm));
    if (rm != 4) return is_rcx_or_r11(rm | b);
    unsigned index = (i->sib >> 3 & 7) | x, base = (i->sib & 7) | b;
    return is_rcx_or_r11(index) || is_rcx_or_r11(base);
}

int reads_flags(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (i->map == MAP_0F)
        return (op >= 0x40 && op <= 0x4f) || (op >= 0x80 && op <= 0x8f) || (op >= 0x90 && op <= 0x9f);
    if (i->map == MAP_0F38) return op == 0xf6; /* adcx, adox */
    if (i->map != MAP_ONE_BYTE) return 0;
    if (is_arithmetic(i)) return (op & 0x38) == 0x10 || (op & 0x38) == 0x18; /* adc, sbb */
    if ((op >= 0x80 && op <= 0x83) || is_shift(i)) return reg_field(i) == 2 || reg_field(i) == 3; /* adc sbb, rcl rcr */
    return (op >= 0x70 && op <= 0x7f) || op == 0x9c || op == 0x9f || op == 0xe0 || op == 0xe1 || op == 0xf5;
}

int sets_flags(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (i->map != MAP_ONE_BYTE) return 0;
    if (is_arithmetic(i) || (op >= 0x80 && op <= 0x83)) return !reads_flags(i);
    if (op == 0xf6 || op == 0xf7) return reg_field(i) != 2; /* all but not */
    return op == 0x84 || op == 0x85 || op == 0xa8 || op == 0xa9;
}

int is_movable_after_syscall(const struct instruction *i) {
    return is_movable(i) && !reads_flags(i) && !mentions_rcx_or_r11(i);
}

int is_mov_number(const struct instruction *i) {
    if (i->map != MAP_ONE_BYTE || i->prefixes) return 0;
    return (i->opcode == 0xb8 && i->rex == 0) || (i->opcode == 0xc7 && i->modrm == 0xc0 && i->rex == (0x40 | REX_W));
}

int is_cmp_error(const struct instruction *i, const uint8_t *bytes) {
    uint32_t immediate;
    if (i->length != 6 || bytes[0] != 0x48 || bytes[1] != 0x3d) return 0;
    __builtin_memcpy(&immediate, bytes + 2, sizeof immediate);
    return immediate == 0xfffff000u;
}

int sets_rax(const struct instruction *i) {
    uint8_t op = i->opcode;
    int to_rm = i->modrm >= 0xc0 && (i->modrm & 7) == 0 && !(i->rex & REX_B); /* register operands */
    int to_reg = reg_field(i) == 0 && !(i->rex & REX_R);
    if (i->map == MAP_0F && i->has_modrm)
        return to_reg && ((op & 0xf0) == 0x40 || op == 0xaf || op == 0xb6 || op == 0xb7 || op == 0xbe || op == 0xbf);
    if (i->map != MAP_ONE_BYTE) return 0;
    if ((op == 0xb8 || op == 0x58) && !(i->rex & REX_B)) return 1;
    if (op == 0x81 || op == 0x83) return to_rm && reg_field(i) != 7; /* all but cmp */
    if (op == 0x89 || op == 0xc7 || op == 0x31) return to_rm;
    return i->has_modrm && to_reg && (op == 0x8b || op == 0x8d || op == 0x63 || op == 0x33);
}
