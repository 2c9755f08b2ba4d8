/*
 * Patches text that has just been copied into the pool and is still writable: finds the system-call sites, writes a
 * stub for each into fresh pages near by, and replaces the sites by jumps. What cannot be patched is left to Syscall
 * User Dispatch. Runs before any thread can execute the text.
 */
#include <linux/mman.h>

#include "kept_storage.h"
#include "labels.h"
#include "memory.h"
#include "patch/patch.h"
#include "syscalls.h"

#define SITES_MAX 8192
#define REACH (1ull << 30) /* a jump reaches 2 GB; text and stubs together stay well below */

static struct site sites[SITES_MAX];

static uint64_t scratch_map(uint64_t length) {
    long answer = call6(__NR_mmap, 0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1, 0);
    return answer < 0 && answer > -4096 ? 0 : (uint64_t)answer;
}

static uint64_t write_stubs(uint64_t room, uint64_t room_bytes, size_t count) {
    uint64_t at = room;
    for (size_t i = 0; i < count; i++) {
        uint8_t *bytes = (uint8_t *)sites[i].address;
        size_t written = write_stub((uint8_t *)at, room + room_bytes - at, at, &sites[i], bytes, address_of(suzaku_entry));
        if (written == 0) {
            continue;
        }
        write_jump(bytes, sites[i].address, at, sites[i].length);
        at += (written + 15) & ~15ull;
    }
    return at;
}

void patch_text(uint64_t start, uint64_t end, struct mapping *stubs) {
    size_t scratch_bytes = page_up(site_scratch_length(end - start));
    uint64_t scratch = scratch_map(scratch_bytes);
    if (scratch == 0) {
        return;
    }
    size_t count = find_sites((const uint8_t *)start, start, end - start, sites, SITES_MAX, 0, (void *)scratch, scratch_bytes);
    call2(__NR_munmap, scratch, scratch_bytes);
    if (count == 0) {
        return;
    }
    uint64_t room_bytes = page_up(count * (STUB_MAX_LENGTH + 16));
    uint64_t room = find_gap(end + (64ull << 20), room_bytes, PAGE_SIZE); /* past what the loader maps next to the text */
    kept_drop(room, room + room_bytes);
    if (room == 0 || room - start > REACH || pool_reserve(room, room + room_bytes) < 0) {
        return;
    }
    struct mapping writable = {
        .start = room, .end = room + room_bytes, .prot = PROT_READ | PROT_WRITE, .kind = MAPPING_POOL};
    if (map_entry(&writable) < 0) {
        pool_release(room, room + room_bytes);
        return;
    }
    write_stubs(room, room_bytes, count);
    call3(__NR_mprotect, room, room_bytes, PROT_READ | PROT_EXEC);
    *stubs = writable;
    stubs->prot = PROT_READ | PROT_EXEC;
}
