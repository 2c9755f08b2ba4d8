/* Which bytes 0f 05 may stay without Syscall User Dispatch, and which may not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf_text.h"
#include "patch.h"

#define ADDRESS 0x400000
#define MAX_SITES 16

/* What find_sites says of `length` bytes, followed by a `ret` and much padding. */
static struct found_sites find(const uint8_t *code, size_t length, const struct site_hints *hints) {
    uint8_t text[256];
    struct site sites[MAX_SITES];
    CHECK(length + 64 <= sizeof text, "too long");
    memset(text, 0xcc, sizeof text);
    memcpy(text, code, length);
    text[length] = 0xc3;
    size_t scratch_length = site_scratch_length(sizeof text);
    void *scratch = malloc(scratch_length);
    CHECK(scratch, "no memory");
    struct found_sites found = find_sites(text, ADDRESS, sizeof text, sites, MAX_SITES, hints, scratch, scratch_length);
    free(scratch);
    return found;
}

#define EXPECT(expected_count, expected_left, hints, ...) \
    do { \
        static const uint8_t code[] = {__VA_ARGS__}; \
        struct found_sites found = find(code, sizeof code, hints); \
        CHECK(found.count == (expected_count) && found.left == (expected_left), "%zu sites, %zu left", found.count, found.left); \
    } while (0)

#define JMP_RAX 0xff, 0xe0                           /* what follows is no proven code */
#define MOV_EAX_PAIR 0xb8, 0x0f, 0x05, 0x00, 0x00    /* mov $0x50f,%eax */
#define MOV_EAX_39 0xb8, 39, 0, 0, 0
#define SYSCALL 0x0f, 0x05
#define NOP 0x90

static void bytes_inside_proven_code_may_stay(void) {
    EXPECT(0, 0, NULL, MOV_EAX_PAIR);
    EXPECT(0, 0, NULL, 0x0f, 0x87, 0x0f, 0x05, 0x00, 0x00);       /* ja: the displacement */
    EXPECT(0, 0, NULL, 0xb8, 0, 0, 0, 0x0f, 0x05, 1, 0, 0, 0);    /* the last byte of one, the first of the next: add $1,%eax */
    EXPECT(0, 1, NULL, JMP_RAX, MOV_EAX_PAIR);                    /* the same bytes without a proof */
}

static void bytes_that_a_jump_arrives_at_may_not(void) {
    EXPECT(0, 1, NULL, 0x74, 0x01, MOV_EAX_PAIR); /* je into the immediate */
}

static void bytes_that_no_code_can_be_may_stay(void) {
    EXPECT(0, 0, NULL, JMP_RAX, SYSCALL, 0x06, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP);
    EXPECT(0, 0, NULL, JMP_RAX, SYSCALL, 0x74, 0x10, 0x0f, 0x30); /* je, wrmsr */
    EXPECT(0, 0, NULL, JMP_RAX, SYSCALL, 0x31, 0xc0, 0xe4, 0x60); /* xor, in */
    EXPECT(0, 1, NULL, JMP_RAX, SYSCALL, 0x0f, 0x0b);             /* ud2 stands behind exit() */
    EXPECT(0, 1, NULL, JMP_RAX, SYSCALL, 0xf4);                   /* and so may hlt */
    EXPECT(0, 1, NULL, 0x74, 0x01, NOP, SYSCALL, 0xfa);           /* a branch leads there: then it is code after all */
    EXPECT(0, 1, NULL, JMP_RAX, SYSCALL, 0xe8, 0, 0, 0, 0, 0x06); /* a call may not come back */
}

static void a_system_call_that_nothing_replaces_is_left(void) {
    EXPECT(1, 0, NULL, MOV_EAX_39, SYSCALL);
    EXPECT(0, 1, NULL, JMP_RAX, MOV_EAX_39, SYSCALL);                          /* no proof */
    EXPECT(0, 1, NULL, MOV_EAX_39, 0x48, SYSCALL);                             /* a prefix */
    EXPECT(0, 1, NULL, MOV_EAX_39, 0x74, 0x02, 0x74, 0x00, SYSCALL, 0x74, 0); /* jumps all around */
}

static void a_return_from_a_signal_may_stay_and_is_never_replaced(void) {
    EXPECT(0, 0, NULL, 0x48, 0xc7, 0xc0, 15, 0, 0, 0, SYSCALL);
    EXPECT(0, 0, NULL, JMP_RAX, 0x48, 0xc7, 0xc0, 15, 0, 0, 0, SYSCALL);
    EXPECT(0, 0, NULL, 0x00, 0x48, 0xc7, 0xc0, 15, 0, 0, 0, SYSCALL); /* read from a byte before */
    EXPECT(1, 0, NULL, 0x48, 0xc7, 0xc0, 14, 0, 0, 0, SYSCALL);
}

/* A range from `start` to `end`, counted from the text's first byte. */
static struct site_hints range(struct code_range *range, uint64_t start, uint64_t end) {
    *range = (struct code_range){ADDRESS + start, ADDRESS + end};
    return (struct site_hints){.ranges = range, .range_count = 1};
}

static void a_known_range_is_code_throughout(void) {
    struct code_range known;
    struct site_hints hints = range(&known, 0, 10);
    EXPECT(1, 0, &hints, JMP_RAX, MOV_EAX_39, SYSCALL); /* reached by a jump table */
    EXPECT(0, 0, &hints, JMP_RAX, MOV_EAX_PAIR);
    hints = range(&known, 3, 10);
    EXPECT(1, 0, &hints, JMP_RAX, 0x48, MOV_EAX_39, SYSCALL); /* a byte before it that would be taken for a prefix */
    hints = range(&known, 3, 8);
    EXPECT(1, 0, &hints, JMP_RAX, NOP, MOV_EAX_39, SYSCALL); /* it ends where its code goes on */
    hints = range(&known, 0, 20);
    EXPECT(0, 1, &hints, 0xc3, SYSCALL, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff); /* but this may be data: nothing sets the number */
    hints = range(&known, 2, 3);
    EXPECT(0, 1, &hints, JMP_RAX, 0xc3, MOV_EAX_39, SYSCALL); /* what follows it is unknown again */
}

static void a_known_range_that_is_contradicted_counts_for_nothing(void) {
    struct code_range known;
    struct site_hints hints = range(&known, 0, 16);
    EXPECT(0, 1, &hints, 0x74, 0x01, MOV_EAX_PAIR);          /* a jump into the immediate */
    EXPECT(0, 1, &hints, JMP_RAX, 0x06, NOP, MOV_EAX_PAIR); /* bytes that are no code */
}

static void ranges_outside_of_the_text_are_ignored(void) {
    struct code_range known;
    struct site_hints hints = range(&known, 0x1000, 0x2000);
    EXPECT(0, 1, &hints, JMP_RAX, MOV_EAX_PAIR);
    hints = range(&known, (uint64_t)-0x1000, (uint64_t)-0x800);
    EXPECT(0, 1, &hints, JMP_RAX, MOV_EAX_PAIR);
}

int main(void) {
    bytes_inside_proven_code_may_stay();
    bytes_that_a_jump_arrives_at_may_not();
    bytes_that_no_code_can_be_may_stay();
    a_system_call_that_nothing_replaces_is_left();
    a_return_from_a_signal_may_stay_and_is_never_replaced();
    a_known_range_is_code_throughout();
    a_known_range_that_is_contradicted_counts_for_nothing();
    ranges_outside_of_the_text_are_ignored();
    printf("residue_test: what may stay stays, what may not is told\n");
    return 0;
}
