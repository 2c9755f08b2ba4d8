/*
 * Two passes. The first decodes the whole text once: it collects branch targets and remembers every `syscall`
 * instruction with the start of its block (a run of code entered at its top or at a target, never by falling into it).
 * The second decodes each of those blocks again, now knowing all targets, and chooses the bytes to replace.
 *
 * Bytes count as code only with a proof, since data decodes too: code is what follows code, and what a branch in code,
 * a known start or an entry of a jump table points at, and what begins at a multiple of 16 after `ret` or a direct
 * `jmp` and padding (an indirect jump may be followed by its jump table).
 */
#include "jump_table.h"
#include "movable.h"
#include "patch.h"
#include "target_map.h"
#include "window.h"

#define ELF_MAGIC 0x464c457f

/* Whether the next address that is a multiple of 16 begins a function, for all we know. */
enum alignment {
    ALIGNMENT_UNKNOWN,
    ALIGNMENT_AFTER_PADDING, /* it does if padding lies between: ret or a direct jmp came, in bytes not proven */
    ALIGNMENT_BEGINS         /* it does: the same in proven code; or padding came as well */
};

struct sweep {
    const uint8_t *text;
    const struct site_hints *hints;
    struct target_map map;
    size_t block;  /* offset where the current block begins */
    int proven;    /* the bytes at hand are code */
    enum alignment alignment;
};

/* Finds the bytes 0f 05 at or after `offset`; returns `length` when there are none. */
static size_t scan_for_syscall(const uint8_t *text, size_t offset, size_t length) {
    const uint64_t ones = 0x0101010101010101, fives = 0x05 * ones, highs = 0x80 * ones;
    for (; offset + 8 < length; offset += 8) { /* a word, and the byte before each of its bytes */
        uint64_t word;
        __builtin_memcpy(&word, text + offset + 1, sizeof word);
        uint64_t difference = word ^ fives;
        if (!((difference - ones) & ~difference & highs)) continue;
        for (size_t n = offset; n < offset + 8; n++)
            if (text[n] == 0x0f && text[n + 1] == 0x05) return n;
    }
    for (; offset + 1 < length; offset++)
        if (text[offset] == 0x0f && text[offset + 1] == 0x05) return offset;
    return length;
}

/* Decides whether `offset`, an instruction boundary, is proven code. An entry begins a block: no site can reach back
 * over it. */
static inline void prove_at(struct sweep *s, size_t offset, uint32_t arrivals) {
    if ((arrivals & 1) && has_bit(s->map.entries, offset)) {
        s->proven = 1;
        s->block = offset;
    }
    if (s->alignment == ALIGNMENT_BEGINS && (s->map.address + offset) % 16 == 0) s->proven = 1;
}

/* Keeps track of blocks after instruction `i`, which ends at `end`. */
static inline void follow_flow(struct sweep *s, const struct instruction *i, size_t end) {
    if (i->flags & INSTRUCTION_PADDING) {
        if (s->alignment == ALIGNMENT_AFTER_PADDING) s->alignment = ALIGNMENT_BEGINS;
        return;
    }
    s->alignment = ALIGNMENT_UNKNOWN;
    if (!(i->flags & INSTRUCTION_STOPS)) return;
    if (!(i->flags & INSTRUCTION_INDIRECT)) s->alignment = s->proven ? ALIGNMENT_BEGINS : ALIGNMENT_AFTER_PADDING;
    s->proven = 0;
    s->block = end;
}

static inline void note_targets(struct sweep *s, const struct instruction *i, size_t end) {
    uint64_t address = s->map.address + end;
    if (i->flags & INSTRUCTION_BRANCH) add_target(&s->map, address + (uint64_t)(int64_t)i->displacement, s->proven);
    else if (i->map == MAP_ONE_BYTE && (i->opcode == 0x8d || i->opcode == 0x8b || i->opcode == 0xff))
        add_jump_table(&s->map, s->hints, i, address, s->proven);
}

/* Whether a target inside the instruction at `offset` (bits of `inside`, as of bits_from) leaves no doubt about where
 * the next one begins: glibc jumps past `lock` prefixes. */
static int is_past_a_prefix(const struct sweep *s, size_t offset, uint32_t inside, size_t end) {
    struct instruction i;
    size_t target = offset + (size_t)__builtin_ctz(inside);
    if (inside & (inside - 1)) return 0;
    return target + decode_instruction(s->text + target, s->map.length - target, &i) == end;
}

/* Where to go on when a known target lies inside the instruction at `offset`: bytes not proven are read from the target
 * on; with proven bytes one of the two is wrong, and which one is not known. */
static size_t resolve_overlap(struct sweep *s, size_t offset, uint32_t inside, size_t end) {
    int agree = is_past_a_prefix(s, offset, inside, end);
    s->block = s->proven || agree ? end : offset + (size_t)__builtin_ctz(inside);
    s->proven &= agree;
    s->alignment = ALIGNMENT_UNKNOWN;
    return s->block;
}

/* Prefixes mean nothing to it; no compiler writes them. */
static int is_plain_syscall(const struct instruction *i) { return i->length == 2; }

/* First pass. Returns the number of candidates: address = of the block, lead = bytes from there to the `syscall`,
 * form = whether its bytes are proven so far. */
static size_t collect(struct sweep *s, struct site *sites, size_t capacity) {
    size_t count = 0, length = s->map.length;
    for (size_t offset = 0; offset < length;) {
        struct instruction i;
        uint32_t arrivals = bits_from(s->map.targets, offset);
        prove_at(s, offset, arrivals);
        if (!decode_instruction(s->text + offset, length - offset, &i)) {
            s->proven = 0;
            s->alignment = ALIGNMENT_UNKNOWN;
            s->block = ++offset;
            continue;
        }
        size_t end = offset + i.length;
        uint32_t inside = arrivals & ((1u << i.length) - 2);
        if (__builtin_expect(i.flags & INSTRUCTION_SYSCALL, 0) && !inside && count < capacity && is_plain_syscall(&i) &&
            offset - s->block <= UINT32_MAX)
            sites[count++] = (struct site){.address = s->map.address + s->block,
                                           .form = (uint8_t)s->proven,
                                           .lead = (uint32_t)(offset - s->block)};
        note_targets(s, &i, end);
        if (__builtin_expect(inside != 0, 0)) {
            offset = resolve_overlap(s, offset, inside, end);
            continue;
        }
        follow_flow(s, &i, end);
        offset = end;
    }
    return count;
}

/* Second pass for one candidate. `floor`: end of the bytes replaced before. Returns 0 when it is no usable site. */
static int resolve(const struct sweep *s, struct site *site, size_t floor) {
    size_t offset = site->address - s->map.address, call = offset + site->lead;
    int was_proven = site->form, proven = 0, rax_is_set = 0;
    struct history history = {.count = 0};
    while (offset < call) {
        struct step *step = &history.steps[history.count++ % WINDOW_STEPS];
        if (has_bit(s->map.entries, offset)) proven = 1;
        step->offset = offset;
        size_t length = decode_instruction(s->text + offset, s->map.length - offset, &step->instruction);
        if (length == 0) return 0;
        uint32_t inside = bits_from(s->map.targets, offset) & ((1u << length) - 2);
        if (inside && !is_past_a_prefix(s, offset, inside, offset + length)) proven = was_proven = 0;
        rax_is_set |= sets_rax(&step->instruction);
        offset += length;
    }
    /* Code that was reached only by alignment must look like a system call, too: it sets the number. */
    proven |= has_bit(s->map.entries, call);
    if (offset != call || !(proven || (was_proven && rax_is_set))) return 0;
    *site = (struct site){0};
    return choose_window(s->text, &s->map, call, &history, floor, site);
}

size_t site_scratch_length(size_t text_length) { return target_map_bytes(text_length); }

size_t find_sites(const uint8_t *text, uint64_t text_address, size_t text_length, struct site *sites, size_t capacity,
                  const struct site_hints *hints, void *scratch, size_t scratch_length) {
    if (scan_for_syscall(text, 0, text_length) == text_length) return 0;
    if (scratch_length < site_scratch_length(text_length)) __builtin_trap();
    struct sweep s = {.text = text, .hints = hints};
    clear_target_map(&s.map, scratch, text_address, text_length);
    for (size_t n = 0; hints && n < hints->start_count; n++) add_target(&s.map, hints->starts[n], 1);
    uint32_t first_bytes = 0;
    if (text_length >= 4) __builtin_memcpy(&first_bytes, text, sizeof first_bytes);
    s.proven = first_bytes != ELF_MAGIC;

    size_t candidates = collect(&s, sites, capacity), count = 0, floor = 0;
    for (size_t n = 0; n < candidates; n++) {
        struct site site = sites[n];
        if (!resolve(&s, &site, floor)) continue;
        sites[count++] = site;
        floor = site.address - text_address + site.length;
    }
    return count;
}
