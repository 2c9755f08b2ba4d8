/* Every instruction of the machine's libraries and programs has the length that objdump gives it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decode.h"
#include "elf_text.h"

struct line {
    uint64_t address;
    char mnemonic[64];
};

/* A line of objdump -d: `  address:\tmnemonic operands`. Returns 0 for headings. */
static int parse_line(const char *text, struct line *line) {
    char *end;
    line->address = strtoull(text, &end, 16);
    if (end == text || end[0] != ':' || end[1] != '\t') return 0;
    snprintf(line->mnemonic, sizeof line->mnemonic, "%s", end + 2);
    line->mnemonic[strcspn(line->mnemonic, "\n")] = 0;
    return 1;
}

static int is_prefix(const char *word, size_t length) {
    static const char *const prefixes[] = {"rex", "data16", "cs",   "ds",    "es",   "ss",    "fs",
                                           "gs",  "repz",   "repnz", "lock", "addr32"};
    for (size_t n = 0; n < sizeof prefixes / sizeof *prefixes; n++)
        if (strlen(prefixes[n]) == length && strncmp(prefixes[n], word, length) == 0) return 1;
    return 0;
}

/* What objdump shows where no instruction is: (bad), .byte, or prefixes without an opcode. */
static int is_data(const char *mnemonic) {
    if (mnemonic[0] == '.' || strstr(mnemonic, "(bad)")) return 1;
    for (const char *word = mnemonic + strspn(mnemonic, " "); *word; word += strspn(word, " ")) {
        if (!is_prefix(word, strcspn(word, " ."))) return 0;
        word += strcspn(word, " ");
    }
    return 1;
}

/* Refused on purpose, since only data looks like this: branches with the prefix 66, about which processors disagree,
 * and VEX after REX, which is undefined but which objdump shows. */
static int is_refused(const char *mnemonic) {
    const char *last = mnemonic;
    while (is_prefix(last, strcspn(last, " ."))) last += strcspn(last, " "), last += strspn(last, " ");
    if (strchr(last, '*')) return 0;
    int is_branch = last[0] == 'j' || strncmp(last, "loop", 4) == 0;
    if (is_branch && strstr(mnemonic, "data16 ") && strstr(mnemonic, "rex.W") == NULL) return 1;
    if (strncmp(last, "jmpw", 4) == 0 || strncmp(last, "callw", 5) == 0) return 1;
    return strncmp(mnemonic, "rex", 3) == 0 && last[0] == 'v';
}

struct totals {
    size_t instructions, data, syscalls;
};

static void check_flags(const struct line *line, const struct instruction *i, const char *path) {
    int is_syscall = strncmp(line->mnemonic, "syscall", 7) == 0;
    CHECK(is_syscall == !!(i->flags & INSTRUCTION_SYSCALL), "%s %lx %s", path, line->address, line->mnemonic);
    int is_rip_relative = strstr(line->mnemonic, "(%rip)") || strstr(line->mnemonic, "(%eip)");
    CHECK(is_rip_relative == !!(i->flags & INSTRUCTION_RIP_RELATIVE), "%s %lx %s", path, line->address, line->mnemonic);
    const char *operand = line->mnemonic + strcspn(line->mnemonic, " ");
    while (*operand == ' ') operand++;
    char *end;
    uint64_t target = strtoull(operand, &end, 16);
    int is_direct = end > operand && strncmp(end, " <", 2) == 0;
    if (strncmp(line->mnemonic, "bnd ", 4) == 0 || strncmp(line->mnemonic, "data16 ", 7) == 0) return;
    int is_transfer = line->mnemonic[0] == 'j' || strncmp(line->mnemonic, "call", 4) == 0 ||
                      strncmp(line->mnemonic, "loop", 4) == 0 || strncmp(line->mnemonic, "xbegin", 6) == 0;
    if (is_transfer && strchr(line->mnemonic, '*') == NULL && strchr(line->mnemonic, ',') == NULL) {
        CHECK(is_direct && (i->flags & INSTRUCTION_BRANCH), "%s %lx %s", path, line->address, line->mnemonic);
        uint64_t decoded = line->address + i->length + (uint64_t)(int64_t)i->displacement;
        CHECK(decoded == target, "%s %lx %s: decoded target %lx", path, line->address, line->mnemonic, decoded);
    }
    int is_stop = strncmp(line->mnemonic, "jmp", 3) == 0 || strncmp(line->mnemonic, "ret", 3) == 0 ||
                  strncmp(line->mnemonic, "hlt", 3) == 0 || strncmp(line->mnemonic, "ud2", 3) == 0;
    if (is_stop) CHECK(i->flags & INSTRUCTION_STOPS, "%s %lx %s", path, line->address, line->mnemonic);
}

static void check_line(const struct text_section *s, const struct line *line, uint64_t next, const char *path,
                       struct totals *totals) {
    struct instruction i;
    size_t offset = line->address - s->address, expected = next - line->address;
    if (is_data(line->mnemonic)) {
        totals->data++;
        return;
    }
    size_t length = decode_instruction(s->bytes + offset, s->length - offset, &i);
    if (is_refused(line->mnemonic)) {
        CHECK(length == 0, "%s %lx %s: %zu bytes", path, line->address, line->mnemonic, length);
        totals->data++;
        return;
    }
    if (s->bytes[offset] == 0x9b && length == 1) { /* objdump takes fwait for a prefix of the x87 instruction */
        size_t rest = expected - 1;
        length = rest ? decode_instruction(s->bytes + offset + 1, s->length - offset - 1, &i) : 0;
        CHECK(length == rest, "%s %lx %s: %zu bytes", path, line->address, line->mnemonic, length + 1);
    } else {
        CHECK(length == expected, "%s %lx %s: %zu bytes, objdump %zu", path, line->address, line->mnemonic, length,
              expected);
        check_flags(line, &i, path);
    }
    totals->instructions++;
    totals->syscalls += strncmp(line->mnemonic, "syscall", 7) == 0;
}

static struct totals check_section(const char *path, const struct text_section *s) {
    char command[512], buffer[1024];
    snprintf(command, sizeof command, "objdump -d -z -w --no-show-raw-insn -j %s %s", s->name, path);
    FILE *listing = popen(command, "r");
    CHECK(listing, "%s", command);
    struct totals totals = {0, 0, 0};
    struct line line, previous = {0, ""};
    int have_previous = 0;
    while (fgets(buffer, sizeof buffer, listing)) {
        if (!parse_line(buffer, &line)) continue;
        if (have_previous) check_line(s, &previous, line.address, path, &totals);
        previous = line;
        have_previous = 1;
    }
    CHECK(pclose(listing) == 0 && have_previous, "%s", command);
    check_line(s, &previous, s->address + s->length, path, &totals);
    return totals;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Best of five sweeps, MB/s. */
static double decode_speed(const struct elf_text *text) {
    double best = 0;
    for (int round = 0; round < 5; round++) {
        size_t bytes = 0, instructions = 0;
        double start = seconds();
        for (size_t n = 0; n < text->section_count; n++) {
            const struct text_section *s = &text->sections[n];
            for (size_t offset = 0; offset < s->length; instructions++) {
                struct instruction i;
                size_t length = decode_instruction(s->bytes + offset, s->length - offset, &i);
                offset += length ? length : 1;
            }
            bytes += s->length;
        }
        double speed = (double)bytes / (seconds() - start) / 1e6;
        if (speed > best && instructions > 0) best = speed;
    }
    return best;
}

int main(void) {
    size_t files = 0, instructions = 0;
    for (size_t n = 0; known_binaries[n]; n++) {
        struct elf_text text;
        if (!open_elf_text(known_binaries[n], &text)) continue;
        struct totals sum = {0, 0, 0};
        for (size_t s = 0; s < text.section_count; s++) {
            struct totals t = check_section(known_binaries[n], &text.sections[s]);
            sum.instructions += t.instructions, sum.data += t.data, sum.syscalls += t.syscalls;
        }
        CHECK(sum.instructions > 1000 && sum.data * 50 < sum.instructions, "%s: %zu instructions, %zu of data",
              known_binaries[n], sum.instructions, sum.data);
        printf("%-42s %8zu instructions equal objdump's, %5zu lines of data, %4zu syscalls, decoded at %4.0f MB/s\n",
               known_binaries[n], sum.instructions, sum.data, sum.syscalls, decode_speed(&text));
        files++, instructions += sum.instructions;
        close_elf_text(&text);
    }
    CHECK(files > 0, "none of the known binaries exists");
    printf("decode_test: %zu instructions of %zu files agree\n", instructions, files);
    return 0;
}
