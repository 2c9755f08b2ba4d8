/* Exactly the sites that decoys.S announces are found, at any alignment, and no decoy is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "elf_text.h"
#include "patch.h"

struct expected_site {
    uint32_t syscall_offset, form, length, only_without_data;
};

extern const uint8_t decoys_begin[], decoys_end[], decoy_data_begin[], decoy_data_end[], decoy_start[];
extern const struct expected_site decoy_sites_begin[], decoy_sites_end[];

#define MAX_SITES 256

static size_t find(const uint8_t *text, uint64_t address, size_t length, struct site *sites,
                   const struct site_hints *hints) {
    size_t scratch_length = site_scratch_length(length);
    uint8_t *scratch = malloc(scratch_length + 1);
    CHECK(scratch, "no memory");
    memset(scratch, 0xa5, scratch_length + 1);
    size_t count = find_sites(text, address, length, sites, MAX_SITES, hints, scratch, scratch_length).count;
    CHECK(scratch[scratch_length] == 0xa5, "scratch overrun");
    free(scratch);
    return count;
}

static void sites_are_those_announced_and_no_others(int with_data) {
    uint64_t start = (uint64_t)(uintptr_t)decoy_start, address = (uint64_t)(uintptr_t)decoys_begin;
    struct site_hints hints = {.starts = &start, .start_count = 1};
    if (with_data) {
        hints.data = decoy_data_begin;
        hints.data_address = (uint64_t)(uintptr_t)decoy_data_begin;
        hints.data_length = (size_t)(decoy_data_end - decoy_data_begin);
    }
    struct site sites[MAX_SITES];
    size_t found = find(decoys_begin, address, (size_t)(decoys_end - decoys_begin), sites, &hints), n = 0;
    for (const struct expected_site *e = decoy_sites_begin; e < decoy_sites_end; e++) {
        if (e->only_without_data && with_data) continue;
        uint64_t offset = n < found ? sites[n].address + sites[n].syscall_offset - address : 0;
        CHECK(n < found, "the site at offset %#x (entry %td) is not found", e->syscall_offset, e - decoy_sites_begin);
        CHECK(offset == e->syscall_offset, "found offset %#lx, expected %#x (entry %td)", offset, e->syscall_offset,
              e - decoy_sites_begin);
        CHECK(sites[n].form == e->form && sites[n].length == e->length, "at %#lx: form %d length %d, expected %u %u",
              offset, sites[n].form, sites[n].length, e->form, e->length);
        CHECK(sites[n].returns == (decoys_begin[offset + 2] == 0xc3 && e->form == SITE_AFTER), "offset %#lx", offset);
        CHECK(sites[n].lead == 0, "offset %#lx", offset);
        n++;
    }
    CHECK(n == found, "a decoy at offset %#lx was chosen", sites[n].address + sites[n].syscall_offset - address);
    printf("find_sites_test: %zu sites, %s jump tables, no decoy\n", found, with_data ? "with" : "without");
}

/* The same text with random bytes in place of an instruction: nothing is read or written outside, what is found is
 * consistent. The text ends at an unreadable page. */
static void damaged_text_is_survived(unsigned seed) {
    size_t length = (size_t)(decoys_end - decoys_begin) - 0x600, pages = (length + 0xfff) & ~0xffful;
    uint8_t *map = mmap(NULL, pages + 0x1000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(map != MAP_FAILED && mprotect(map + pages, 0x1000, PROT_NONE) == 0, "mmap");
    srand(seed);
    for (int round = 0; round < 2000; round++) {
        size_t used = length - (size_t)rand() % 64;
        uint8_t *text = map + pages - used;
        memcpy(text, decoys_begin, used);
        for (int n = rand() % 64; n > 0; n--) text[(size_t)rand() % used] = (uint8_t)rand();
        struct site sites[MAX_SITES];
        size_t found = find(text, 0x400000, used, sites, NULL);
        uint64_t floor = 0x400000;
        for (size_t n = 0; n < found; n++) {
            const struct site *s = &sites[n];
            const uint8_t *call = text + (s->address - 0x400000) + s->syscall_offset;
            CHECK(s->address >= floor && s->address + s->length <= 0x400000 + used, "seed %u round %d", seed, round);
            CHECK(s->length >= 5 && s->length <= SITE_MAX_LENGTH, "seed %u round %d", seed, round);
            CHECK(s->syscall_offset + 2 <= s->length, "seed %u round %d", seed, round);
            CHECK(call[0] == 0x0f && call[1] == 0x05, "seed %u round %d", seed, round);
            floor = s->address + s->length;
        }
    }
    munmap(map, pages + 0x1000);
    printf("find_sites_test: 2000 damaged texts survived (seed %u)\n", seed);
}

static void no_more_sites_are_stored_than_fit(void) {
    size_t length = (size_t)(decoys_end - decoys_begin), scratch_length = site_scratch_length(length);
    struct site sites[4];
    memset(sites, 0x5a, sizeof sites);
    void *scratch = malloc(scratch_length);
    struct found_sites found = find_sites(decoys_begin, 0x400000, length, sites, 3, NULL, scratch, scratch_length);
    CHECK(found.count <= 3 && sites[3].form == 0x5a, "%zu sites for a capacity of 3", found.count);
    CHECK(found.left > 0, "what did not fit is not told");
    free(scratch);
}

static void text_without_the_bytes_leaves_the_scratch_alone(void) {
    uint8_t text[4096], scratch[1] = {0x5a};
    struct site site;
    memset(text, 0x0f, sizeof text);
    CHECK(find_sites(text, 0, sizeof text, &site, 1, NULL, scratch, 0).count == 0 && scratch[0] == 0x5a, "no 05");
    memset(text, 0x05, sizeof text);
    CHECK(find_sites(text, 0, sizeof text, &site, 1, NULL, scratch, 0).count == 0, "no 0f");
    CHECK(find_sites(text, 0, 0, &site, 1, NULL, scratch, 0).count == 0, "empty");
}

/* The scan looks at words: a site must be seen wherever it lies in one, up to the last byte. */
static void sites_are_found_at_any_offset(void) {
    static const uint8_t code[] = {0xb8, 39, 0, 0, 0, 0x0f, 0x05};
    for (size_t at = 0; at < 40; at++) {
        for (size_t tail = 0; tail < 20; tail++) {
            uint8_t text[80];
            memset(text, 0x90, sizeof text);
            memcpy(text + at, code, sizeof code);
            struct site sites[MAX_SITES];
            size_t found = find(text, 0x1000, at + sizeof code + tail, sites, NULL);
            CHECK(found == 1 && sites[0].address == 0x1000 + at, "at %zu, tail %zu", at, tail);
        }
    }
}

int main(void) {
    sites_are_those_announced_and_no_others(0);
    sites_are_those_announced_and_no_others(1);
    damaged_text_is_survived(20240607);
    no_more_sites_are_stored_than_fit();
    text_without_the_bytes_leaves_the_scratch_alone();
    sites_are_found_at_any_offset();
    return 0;
}
