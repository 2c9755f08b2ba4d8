#include "patch.h"

/* Code that needs a bound asserts it: going on would write wild jumps into the program. */
#define REQUIRE(condition) \
    do { \
        if (!(condition)) __builtin_trap(); \
    } while (0)

struct writer {
    uint8_t *bytes;
    size_t length;
};

static void put_bytes(struct writer *w, const uint8_t *bytes, size_t count) {
    for (size_t n = 0; n < count; n++) {
        w->bytes[w->length++] = bytes[n];
        __asm__ volatile("" ::: "memory"); /* keeps the compiler from calling memcpy */
    }
}

/* An opcode and a 32-bit offset from the end of the instruction to `target`, itself an offset in the stub. */
static void put_relative(struct writer *w, const uint8_t *opcode, size_t opcode_length, int64_t target) {
    put_bytes(w, opcode, opcode_length);
    int32_t displacement = (int32_t)(target - (int64_t)(w->length + 4));
    put_bytes(w, (const uint8_t *)&displacement, 4);
}

static int fits_int32(int64_t value) { return value == (int32_t)value; }

size_t write_stub(uint8_t *stub, size_t capacity, uint64_t stub_address, const struct site *site,
                  const uint8_t *original_bytes, uint64_t entry_address) {
    static const uint8_t lea_r11[] = {0x4c, 0x8d, 0x1d}, lea_rcx[] = {0x48, 0x8d, 0x0d};
    static const uint8_t jmp_slot[] = {0xff, 0x25}, jmp[] = {0xe9};
    size_t before = site->syscall_offset, after = site->length - before - 2;
    REQUIRE(site->length >= 5 && site->length <= SITE_MAX_LENGTH && before + 2u <= site->length);
    REQUIRE(original_bytes[before] == 0x0f && original_bytes[before + 1] == 0x05);

    size_t restart = before, done = restart + STUB_CALL_LENGTH, back = done + after;
    size_t slot = (back + (site->returns ? 0 : 5) + 7) & ~(size_t)7;
    int64_t to_stub = (int64_t)(stub_address - (site->address + 5));
    int64_t to_end = (int64_t)(site->address + site->length - stub_address);
    if (slot + 8 > capacity) return 0;
    if (!fits_int32(to_stub) || !fits_int32(to_end - STUB_MAX_LENGTH) || !fits_int32(to_end)) return 0;

    struct writer w = {stub, 0};
    put_bytes(&w, original_bytes, before);
    put_relative(&w, lea_r11, sizeof lea_r11, (int64_t)restart);
    put_relative(&w, lea_rcx, sizeof lea_rcx, (int64_t)done);
    put_relative(&w, jmp_slot, sizeof jmp_slot, (int64_t)slot);
    REQUIRE(w.length == done);
    put_bytes(&w, original_bytes + before + 2, after);
    if (!site->returns) put_relative(&w, jmp, sizeof jmp, to_end);
    static const uint8_t int3 = 0xcc;
    while (w.length < slot) put_bytes(&w, &int3, 1);
    put_bytes(&w, (const uint8_t *)&entry_address, 8);
    REQUIRE(w.length <= STUB_MAX_LENGTH);
    return w.length;
}

void write_jump(uint8_t *site_bytes, uint64_t site_address, uint64_t stub_address, uint8_t length) {
    int64_t displacement = (int64_t)(stub_address - (site_address + 5));
    REQUIRE(length >= 5 && fits_int32(displacement));
    int32_t narrow = (int32_t)displacement;
    site_bytes[0] = 0xe9;
    __builtin_memcpy(site_bytes + 1, &narrow, 4);
    for (size_t n = 5; n < length; n++) {
        site_bytes[n] = 0xcc;
        __asm__ volatile("" ::: "memory");
    }
}
