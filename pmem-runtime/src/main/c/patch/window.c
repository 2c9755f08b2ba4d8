#include "window.h"

#include "movable.h"

#define SYSCALL_LENGTH 2
#define JUMP_LENGTH 5

/* What may be replaced: before[n] is the offset where n instructions before the call begin, after[n] the offset where
 * n instructions after it end. before[0] is the call, after[0] its end. */
struct reach {
    size_t before[WINDOW_STEPS + 1], after[WINDOW_STEPS + 1];
    unsigned before_count, after_count; /* largest usable index */
    unsigned ret_at; /* index in `after` from which on a `ret` is included; WINDOW_STEPS + 1: never */
    int mov_number, cmp_error;
};

static void reach_back(struct reach *r, const struct history *history, size_t offset, size_t floor) {
    r->before[0] = offset;
    r->before_count = 0;
    r->mov_number = 0;
    for (unsigned n = 1; n <= WINDOW_STEPS && n <= history->count; n++) {
        const struct step *step = &history->steps[(history->count - n) % WINDOW_STEPS];
        if (step->offset < floor || !is_movable(&step->instruction)) return;
        r->before[n] = step->offset;
        r->before_count = n;
        if (n == 1) r->mov_number = is_mov_number(&step->instruction);
    }
}

/* After `ret` comes padding, which is replaced but never run. */
static void reach_forward(struct reach *r, const uint8_t *text, size_t length, size_t offset) {
    size_t end = offset + SYSCALL_LENGTH;
    r->after[0] = end;
    r->after_count = 0;
    r->ret_at = WINDOW_STEPS + 1;
    r->cmp_error = 0;
    for (unsigned n = 1; n <= WINDOW_STEPS; n++) {
        struct instruction i;
        int returned = r->ret_at <= WINDOW_STEPS;
        if (!decode_instruction(text + end, length - end, &i)) return;
        if (returned && !(i.flags & INSTRUCTION_PADDING)) return;
        if (!returned && !is_movable_after_syscall(&i) && !(i.flags & INSTRUCTION_RET)) return;
        if (!returned && (i.flags & INSTRUCTION_RET)) r->ret_at = n;
        if (n == 1) r->cmp_error = is_cmp_error(&i, text + end);
        end += i.length;
        r->after[n] = end;
        r->after_count = n;
    }
}

/* Compilers know that a system call through inline assembly destroys the flags; hand-written assembly may not. */
static int flags_are_dead(const uint8_t *text, size_t length, size_t offset) {
    for (int n = 0; n < WINDOW_STEPS && offset < length; n++) {
        struct instruction i;
        if (!decode_instruction(text + offset, length - offset, &i)) return 0;
        if (reads_flags(&i)) return 0;
        if (sets_flags(&i) || (i.flags & (INSTRUCTION_STOPS | INSTRUCTION_CALL))) return 1;
        offset += i.length;
    }
    return 1;
}

static enum site_form form_of(const struct reach *r, unsigned before, unsigned after) {
    if (after == 0) return before == 1 && r->mov_number ? SITE_MOV_SYSCALL : SITE_BEFORE;
    if (before == 0) return after == 1 && r->cmp_error ? SITE_SYSCALL_CMP : SITE_AFTER;
    return SITE_AROUND;
}

static int fits(const struct reach *r, const struct target_map *map, unsigned before, unsigned after) {
    size_t start = r->before[before], end = r->after[after];
    return end - start >= JUMP_LENGTH && end - start <= SITE_MAX_LENGTH && !has_target_between(map, start + 1, end);
}

int choose_window(const uint8_t *text, const struct target_map *map, size_t offset, const struct history *history,
                  size_t floor, struct site *site) {
    struct reach r;
    reach_back(&r, history, offset, floor);
    reach_forward(&r, text, map->length, offset);
    if (!flags_are_dead(text, map->length, offset + SYSCALL_LENGTH)) return 0;
    for (unsigned moved = 1; moved <= r.before_count + r.after_count; moved++) {
        for (unsigned after = 0; after <= moved; after++) {
            unsigned before = moved - after;
            if (before > r.before_count || after > r.after_count || !fits(&r, map, before, after)) continue;
            site->address = map->address + r.before[before];
            site->form = (uint8_t)form_of(&r, before, after);
            site->length = (uint8_t)(r.after[after] - r.before[before]);
            site->syscall_offset = (uint8_t)(offset - r.before[before]);
            site->returns = after >= r.ret_at;
            return 1;
        }
    }
    return 0;
}
