/* How many of the system call instructions that objdump sees are found, by form. Required: 95 % of glibc and musl. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "elf_text.h"
#include "function_symbols.h"
#include "patch.h"
#include "unwind_table.h"

#define MAX_SITES 4096

static const char *const form_names[SITE_FORMS] = {"mov-syscall", "syscall-cmp", "before", "after", "around"};

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Addresses of all `syscall` lines of objdump, ascending. */
static size_t list_syscalls(const char *path, uint64_t *addresses) {
    char command[512], buffer[1024];
    snprintf(command, sizeof command, "objdump -d -w --no-show-raw-insn %s", path);
    FILE *listing = popen(command, "r");
    CHECK(listing, "%s", command);
    size_t count = 0;
    while (fgets(buffer, sizeof buffer, listing)) {
        char *end;
        uint64_t address = strtoull(buffer, &end, 16);
        if (end == buffer || strncmp(end, ":\tsyscall", 9) != 0) continue;
        CHECK(count < MAX_SITES, "%s", path);
        addresses[count++] = address;
    }
    CHECK(pclose(listing) == 0, "%s", command);
    return count;
}

struct counts {
    size_t found, left, by_form[SITE_FORMS];
    double seconds, bytes;
};

static void find_all(const struct elf_text *text, const struct site_hints *hints, struct site *sites,
                     struct counts *counts) {
    memset(counts, 0, sizeof *counts);
    for (size_t n = 0; n < text->section_count; n++) {
        const struct text_section *s = &text->sections[n];
        size_t scratch_length = site_scratch_length(s->length);
        void *scratch = malloc(scratch_length);
        double best = 1e9;
        struct found_sites all = {0};
        for (int round = 0; round < 3; round++) {
            double start = seconds();
            all = find_sites(s->bytes, s->address, s->length, sites + counts->found, MAX_SITES - counts->found, hints,
                               scratch, scratch_length);
            double elapsed = seconds() - start;
            if (elapsed < best) best = elapsed;
        }
        for (size_t k = 0; k < all.count; k++) counts->by_form[sites[counts->found + k].form]++;
        counts->found += all.count;
        counts->left += all.left;
        counts->seconds += best;
        counts->bytes += (double)s->length;
        free(scratch);
    }
}

/* Each site's `syscall` must be one of objdump's; prints those that were not found when asked for. */
static void compare(const char *path, const struct site *sites, size_t found, const uint64_t *expected, size_t count,
                    int print) {
    size_t k = 0;
    for (size_t n = 0; n < count; n++) {
        if (k < found && sites[k].address + sites[k].syscall_offset == expected[n]) k++;
        else if (print) printf("    not found: %lx\n", expected[n]);
    }
    CHECK(k == found, "%s: a site at %lx that objdump does not see", path, sites[k].address);
}

/* What the runtime knows (known_code.c) must leave nothing to Syscall User Dispatch. */
static size_t count_left(const struct elf_text *text, const struct site_hints *by_symbols) {
    static struct site sites[MAX_SITES];
    struct elf_bytes file = {text->file, text->file_length};
    size_t entries = unwind_entry_count(file);
    struct code_range *ranges = calloc(entries + 1, sizeof *ranges);
    CHECK(ranges, "no memory");
    struct site_hints hints = {.ranges = ranges, .range_count = unwind_ranges(file, 0, ranges, entries)};
    struct counts counts;
    find_all(text, hints.range_count > 100 ? &hints : by_symbols, sites, &counts);
    free(ranges);
    return counts.left;
}

/* Returns the share of objdump's system calls that were found, in percent. */
static double count_file(const char *path, int print) {
    static struct site sites[MAX_SITES];
    static uint64_t expected[MAX_SITES];
    struct elf_text text;
    if (!open_elf_text(path, &text)) return -1;
    size_t count = list_syscalls(path, expected);
    const struct text_section *rodata = &text.rodata;
    struct site_hints hints = {.starts = text.starts,
                               .start_count = text.start_count,
                               .data = rodata->bytes,
                               .data_address = rodata->address,
                               .data_length = rodata->length};
    struct counts with, without;
    find_all(&text, NULL, sites, &without);
    compare(path, sites, without.found, expected, count, 0);
    find_all(&text, &hints, sites, &with);
    compare(path, sites, with.found, expected, count, print);
    size_t left = count_left(&text, &hints);
    CHECK(left == 0 || print, "%s: %zu places may make system calls that are not patched", path, left);
    printf("%-42s %4zu of %4zu (%4zu without hints), %zu left:", path, with.found, count, without.found, left);
    for (int form = 0; form < SITE_FORMS; form++) printf(" %s %zu", form_names[form], with.by_form[form]);
    printf("; %.0f MB/s\n", with.bytes / with.seconds / 1e6);
    close_elf_text(&text);
    return count ? 100.0 * (double)with.found / (double)count : 100;
}

int main(int argc, char **argv) {
    for (int n = 1; n < argc; n++) CHECK(count_file(argv[n], 1) >= 0, "%s cannot be opened", argv[n]);
    if (argc > 1) return 0;
    for (size_t n = 0; known_binaries[n]; n++) {
        double share = count_file(known_binaries[n], 0);
        int is_libc = strstr(known_binaries[n], "libc.so.6") || strstr(known_binaries[n], "ld-musl");
        CHECK(share < 0 || !is_libc || share >= 95, "%s: only %.1f %%", known_binaries[n], share);
    }
    return 0;
}
