#include "residue.h"

#include "decode.h"

#define STEPS_MAX 64

int returns_from_signal(const uint8_t *text, size_t offset) {
    static const uint8_t mov[] = {0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00};
    if (offset < sizeof mov) return 0;
    for (size_t n = 0; n < sizeof mov; n++)
        if (text[offset - sizeof mov + n] != mov[n]) return 0;
    return 1;
}

/* Ends a program that runs it with a signal, at any privilege that a program has: Intel SDM volume 2 and 3, "protected mode exceptions". */
static int only_a_kernel_may_run(const struct instruction *i) {
    uint8_t op = i->opcode;
    if (i->map == MAP_0F) /* clts, sysret, invd, wbinvd, mov of control and debug registers, wrmsr, rdmsr, sysexit */
        return (op >= 0x06 && op <= 0x09) || (op >= 0x20 && op <= 0x23) || op == 0x30 || op == 0x32 || op == 0x35;
    if (i->map != MAP_ONE_BYTE) return 0;
    int port = (op >= 0x6c && op <= 0x6f) || (op >= 0xe4 && op <= 0xe7) || (op >= 0xec && op <= 0xef); /* ins, outs, in, out */
    return port || op == 0xfa || op == 0xfb; /* cli, sti; hlt stands behind calls that do not come back */
}

int cannot_be_code(const uint8_t *text, size_t offset, size_t length) {
    for (int n = 0; n < STEPS_MAX; n++) {
        struct instruction i;
        if (offset >= length) return 0;
        size_t bytes = decode_instruction(text + offset, length - offset, &i);
        if (bytes == 0) return length - offset >= 15; /* else it may just be cut off */
        if (only_a_kernel_may_run(&i)) return 1;
        if (i.flags & (INSTRUCTION_STOPS | INSTRUCTION_CALL)) return 0;
        offset += bytes;
    }
    return 0;
}
