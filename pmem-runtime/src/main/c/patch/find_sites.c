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
#include "residue.h"
#include "target_map.h"
#include "window.h"

#define ELF_MAGIC 0x464c457f
#define CALL_LENGTH 2

/* How sure it is that bytes are code. */
enum proof {
    UNPROVEN,
    PROVEN, /* reached from proven code, or by alignment */
    CERTAIN /* within a known range of code, and nothing contradicts */
};

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
    enum proof proven; /* the bytes at hand are code */
    enum alignment alignment;
    size_t next_range; /* index of the first known range that lies ahead */
    size_t ahead;      /* where that begins; the text's length when there is none */
    size_t certain_until; /* end of the known range at hand, or 0 */
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

/* Finds the first known range that begins at or after `offset`. */
static void look_ahead(struct sweep *s, size_t offset) {
    const struct site_hints *hints = s->hints;
    s->ahead = s->map.length;
    for (; hints && s->next_range < hints->range_count; s->next_range++) {
        uint64_t start = hints->ranges[s->next_range].start;
        if (start >= s->map.address + s->map.length) return;
        if (start < s->map.address + offset) continue;
        s->ahead = start - s->map.address;
        return;
    }
}

/* At an instruction boundary: a known range may begin or end here. */
static inline void follow_ranges(struct sweep *s, size_t offset) {
    if (__builtin_expect(offset == s->certain_until && offset != 0, 0)) {
        int went_on = s->block != offset; /* the last instruction of the range goes on to this one: clone() */
        s->certain_until = 0;
        s->proven = went_on ? PROVEN : UNPROVEN;
    }
    if (__builtin_expect(offset == s->ahead, 0) && offset < s->map.length) {
        size_t end = s->hints->ranges[s->next_range].end - s->map.address;
        s->certain_until = end < s->map.length ? end : s->map.length;
        s->proven = CERTAIN;
        s->block = offset;
        s->next_range++;
        look_ahead(s, offset + 1);
    }
}

static void lose_proof(struct sweep *s) {
    s->proven = UNPROVEN;
    s->alignment = ALIGNMENT_UNKNOWN;
    s->certain_until = 0;
}

/* The next instruction must end here at the latest. */
static inline size_t boundary_after(const struct sweep *s) {
    return s->certain_until != 0 && s->certain_until < s->ahead ? s->certain_until : s->ahead;
}

/* Decides whether `offset`, an instruction boundary, is proven code. An entry begins a block: no site can reach back
 * over it. */
static inline void prove_at(struct sweep *s, size_t offset, uint32_t arrivals) {
    if ((arrivals & 1) && has_bit(s->map.entries, offset)) {
        s->proven = s->proven == CERTAIN ? CERTAIN : PROVEN;
        s->block = offset;
    }
    if (s->alignment == ALIGNMENT_BEGINS && (s->map.address + offset) % 16 == 0 && s->proven == UNPROVEN) s->proven = PROVEN;
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
    if (s->proven != CERTAIN) s->proven = UNPROVEN;
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

/* Whether targets inside the instruction at `offset` may be believed: bytes that are no code set targets, too. */
static int is_contradiction(const struct sweep *s, enum proof proven, size_t offset, uint32_t inside, size_t end) {
    if (!inside || is_past_a_prefix(s, offset, inside, end)) return 0;
    return proven != CERTAIN || (bits_from(s->map.entries, offset) & inside) != 0;
}

/* Where to go on when a known target lies inside the instruction at `offset`: bytes not proven are read from the target
 * on; with proven bytes one of the two is wrong, and which one is not known. */
static size_t resolve_overlap(struct sweep *s, size_t offset, uint32_t inside, size_t end) {
    int contradicts = is_contradiction(s, s->proven, offset, inside, end);
    s->block = s->proven || !contradicts ? end : offset + (size_t)__builtin_ctz(inside);
    if (contradicts) lose_proof(s);
    s->alignment = ALIGNMENT_UNKNOWN;
    return s->block;
}

/* What one sweep carries: the bytes 0f 05 met so far, each as a candidate. */
struct candidates {
    struct site *sites; /* address = of the block, lead = bytes from there to the pair, form = proven so far, length = 2 or 0 */
    size_t count, capacity;
    size_t missed; /* did not fit */
};

/* A pair at `offset`. `is_call`: it is an instruction of its own; prefixes mean nothing to it and no compiler writes them. */
static void note_pair(struct candidates *c, const struct sweep *s, size_t block, size_t offset, int is_call) {
    if (c->count == c->capacity || offset - block > UINT32_MAX) {
        c->missed++;
        return;
    }
    c->sites[c->count++] = (struct site){.address = s->map.address + block,
                                         .form = (uint8_t)s->proven,
                                         .length = is_call ? CALL_LENGTH : 0,
                                         .lead = (uint32_t)(offset - block)};
}

/* First pass: every pair of the text becomes a candidate. */
static void collect(struct sweep *s, struct candidates *c) {
    size_t length = s->map.length, pair = scan_for_syscall(s->text, 0, length);
    for (size_t offset = 0; offset < length;) {
        struct instruction i;
        uint32_t arrivals = bits_from(s->map.targets, offset);
        follow_ranges(s, offset);
        prove_at(s, offset, arrivals);
        int valid = decode_instruction(s->text + offset, boundary_after(s) - offset, &i) != 0;
        size_t end = offset + (valid ? i.length : 1);
        uint32_t inside = valid ? arrivals & ((1u << i.length) - 2) : 0;
        if (!valid) lose_proof(s);
        while (__builtin_expect(pair < end, 0)) {
            int is_call = pair == offset && valid && i.length == CALL_LENGTH && !inside;
            note_pair(c, s, valid ? s->block : offset, pair, is_call);
            pair = scan_for_syscall(s->text, pair + 1, length);
        }
        if (!valid) {
            s->block = offset = end;
            continue;
        }
        note_targets(s, &i, end);
        if (__builtin_expect(inside != 0, 0)) {
            offset = resolve_overlap(s, offset, inside, end);
            continue;
        }
        follow_flow(s, &i, end);
        offset = end;
    }
}

/* The code from the start of a block to the instruction that holds a pair. */
struct approach {
    struct history history;
    struct instruction last; /* the instruction that holds the pair; length 0 when there is none */
    size_t last_offset;
    enum proof was_proven; /* by the first pass */
    int proven, rax_is_set;
};

/* Goes from `offset`, the start of a block, to `pair`. Returns 0 when the bytes on the way are no code. */
static int approach(const struct sweep *s, size_t offset, size_t pair, struct approach *a) {
    for (;;) {
        if (has_bit(s->map.entries, offset)) a->proven = 1;
        a->last_offset = offset;
        size_t length = decode_instruction(s->text + offset, s->map.length - offset, &a->last);
        if (length == 0) return 0;
        if (offset + length > pair) return 1;
        struct step *step = &a->history.steps[a->history.count++ % WINDOW_STEPS];
        *step = (struct step){.offset = offset, .instruction = a->last};
        uint32_t inside = bits_from(s->map.targets, offset) & ((1u << length) - 2);
        if (is_contradiction(s, a->was_proven, offset, inside, offset + length)) a->proven = 0, a->was_proven = UNPROVEN;
        a->rax_is_set |= sets_rax(&a->last);
        offset += length;
    }
}

/* Whether a pair that is not replaced may stay, see residue.h. */
static int may_stay(const struct sweep *s, const struct approach *a, int is_code, size_t pair) {
    int certain = a->was_proven == CERTAIN;
    int is_reached = is_code && a->last_offset == pair && (a->proven || certain || (a->was_proven && a->rax_is_set));
    if (!is_reached && !has_bit(s->map.entries, pair) && cannot_be_code(s->text, pair, s->map.length)) return 1;
    int arrives = has_bit(certain ? s->map.entries : s->map.targets, pair) || (a->last.flags & INSTRUCTION_SYSCALL);
    return is_code && (a->proven || certain) && pair > a->last_offset && !arrives;
}

enum outcome { REPLACED, STAYS, LEFT };

/* Second pass for one candidate. `floor`: end of the bytes replaced before. Makes the candidate a site when it can be REPLACED. */
static enum outcome resolve(const struct sweep *s, struct site *site, size_t floor) {
    size_t block = site->address - s->map.address, pair = block + site->lead;
    struct approach a = {.was_proven = (enum proof)site->form};
    int is_call = site->length == CALL_LENGTH, is_code = approach(s, block, pair, &a);
    *site = (struct site){0};
    if (returns_from_signal(s->text, pair)) return STAYS;
    /* Where no branch leads it must look like a system call, too, and set the number: there may be data after all. */
    if (is_call && is_code && a.last_offset == pair && (a.proven || (a.was_proven && a.rax_is_set)) &&
        choose_window(s->text, &s->map, pair, &a.history, floor, site))
        return REPLACED;
    return may_stay(s, &a, is_code, pair) ? STAYS : LEFT;
}

size_t site_scratch_length(size_t text_length) { return target_map_bytes(text_length); }

struct found_sites find_sites(const uint8_t *text, uint64_t text_address, size_t text_length, struct site *sites,
                              size_t capacity, const struct site_hints *hints, void *scratch, size_t scratch_length) {
    struct found_sites found = {0};
    if (scan_for_syscall(text, 0, text_length) == text_length) return found;
    if (scratch_length < site_scratch_length(text_length)) __builtin_trap();
    struct sweep s = {.text = text, .hints = hints};
    clear_target_map(&s.map, scratch, text_address, text_length);
    for (size_t n = 0; hints && n < hints->start_count; n++) add_target(&s.map, hints->starts[n], 1);
    uint32_t first_bytes = 0;
    if (text_length >= 4) __builtin_memcpy(&first_bytes, text, sizeof first_bytes);
    if (first_bytes != ELF_MAGIC) add_target(&s.map, text_address, 1);
    look_ahead(&s, 0);

    struct candidates candidates = {.sites = sites, .capacity = capacity};
    size_t floor = 0;
    collect(&s, &candidates);
    found.left = candidates.missed;
    for (size_t n = 0; n < candidates.count; n++) {
        struct site site = sites[n];
        enum outcome outcome = resolve(&s, &site, floor);
        found.left += outcome == LEFT;
        if (outcome != REPLACED) continue;
        sites[found.count++] = site;
        floor = site.address - text_address + site.length;
    }
    return found;
}
