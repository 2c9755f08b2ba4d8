/*
 * Patches text that has just been copied into the pool and is still writable: finds the system-call sites, writes a
 * stub for each into fresh pages near by, and replaces the sites by jumps. Whether that leaves anything to Syscall User
 * Dispatch is told to the caller. Runs before any thread can execute the text.
 */
#include <linux/mman.h>

#include "kept_storage.h"
#include "known_code.h"
#include "labels.h"
#include "memory.h"
#include "patch/patch.h"
#include "syscalls.h"

#define SITES_MAX 8192
#define REACH (1ull << 30) /* a jump reaches 2 GB; text and stubs together stay well below */

static struct site sites[SITES_MAX];

static struct found_sites find(uint64_t start, uint64_t end, int fd, uint64_t offset) {
    struct found_sites found = {.left = 1};
    struct scratch map = scratch_memory(site_scratch_length(end - start));
    if (map.length != 0) {
        struct known_code code = know_code(start, end, fd, offset);
        found = find_sites((const uint8_t *)start, start, end - start, sites, SITES_MAX, &code.hints, (void *)map.address, map.length);
        found.left += (size_t)code.begins_midway;
        forget_code(&code);
    }
    scratch_unmap(map);
    return found;
}

/* Answers whether every site could be replaced. */
static int write_stubs(uint64_t room, uint64_t room_bytes, size_t count) {
    uint64_t at = room;
    int all = 1;
    for (size_t i = 0; i < count; i++) {
        uint8_t *bytes = (uint8_t *)sites[i].address;
        size_t written = write_stub((uint8_t *)at, room + room_bytes - at, at, &sites[i], bytes, address_of(suzaku_entry));
        if (written == 0) {
            all = 0;
            continue;
        }
        write_jump(bytes, sites[i].address, at, sites[i].length);
        at += (written + 15) & ~15ull;
    }
    return all;
}

int patch_text(uint64_t start, uint64_t end, int fd, uint64_t offset, struct mapping *stubs) {
    struct found_sites found = find(start, end, fd, offset);
    if (found.count == 0) {
        return found.left == 0;
    }
    uint64_t room_bytes = page_up(found.count * (STUB_MAX_LENGTH + 16));
    uint64_t room = find_gap(end + (64ull << 20), room_bytes, PAGE_SIZE); /* past what the loader maps next to the text */
    kept_drop(room, room + room_bytes);
    if (room == 0 || room - start > REACH || pool_reserve(room, room + room_bytes) < 0) {
        return 0;
    }
    struct mapping writable = {
        .start = room, .end = room + room_bytes, .prot = PROT_READ | PROT_WRITE, .kind = MAPPING_POOL};
    if (map_entry(&writable) < 0) {
        pool_release(room, room + room_bytes);
        return 0;
    }
    int all = write_stubs(room, room_bytes, found.count);
    call3(__NR_mprotect, room, room_bytes, PROT_READ | PROT_EXEC);
    *stubs = writable;
    stubs->prot = PROT_READ | PROT_EXEC;
    return all && found.left == 0;
}
