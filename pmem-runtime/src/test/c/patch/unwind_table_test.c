/* The functions that unwind information tells of, in the binaries of this machine and in damaged copies of one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "elf_text.h"
#include "function_symbols.h"
#include "patch.h"
#include "unwind_table.h"

#define BIAS 0x10000000

static int is_start(const struct elf_text *text, uint64_t address) {
    for (size_t n = 0; n < text->start_count; n++)
        if (text->starts[n] == address) return 1;
    return 0;
}

static size_t read_ranges(struct elf_bytes file, struct code_range **ranges) {
    size_t count = unwind_entry_count(file);
    *ranges = calloc(count + 1, sizeof **ranges);
    CHECK(*ranges, "no memory");
    return unwind_ranges(file, BIAS, *ranges, count);
}

static void ranges_are_functions_in_ascending_order(const char *path) {
    struct elf_text text;
    if (!open_elf_text(path, &text)) return;
    struct code_range *ranges;
    size_t count = read_ranges((struct elf_bytes){text.file, text.file_length}, &ranges), in_text = 0;
    uint64_t floor = 0;
    for (size_t n = 0; n < count; n++) {
        CHECK(ranges[n].start >= floor && ranges[n].end > ranges[n].start, "%s: range %zu", path, n);
        CHECK(is_start(&text, ranges[n].start - BIAS), "%s: nothing starts at %#lx", path, ranges[n].start - BIAS);
        floor = ranges[n].end;
        for (size_t s = 0; s < text.section_count; s++) {
            const struct text_section *section = &text.sections[s];
            in_text += ranges[n].start - BIAS - section->address < section->length &&
                       ranges[n].end - BIAS <= section->address + section->length;
        }
    }
    CHECK(in_text == count, "%s: %zu of %zu ranges lie in the text", path, in_text, count);
    CHECK(count > 0, "%s: no range", path);
    free(ranges);
    close_elf_text(&text);
}

static void the_text_is_found_by_its_place_in_the_file(void) {
    struct elf_text text;
    CHECK(open_elf_text("/proc/self/exe", &text), "this program");
    struct elf_bytes file = {text.file, text.file_length};
    const struct text_section *s = &text.sections[0];
    uint64_t offset = (uint64_t)(s->bytes - text.file);
    struct elf_text_place place = elf_text_place(file, offset & ~0xfffull);
    CHECK(place.is_text && place.address == (s->address & ~0xfffull), "%#lx", offset);
    CHECK(place.is_beginning, "%#lx is the first page of its segment", offset);
    struct elf_text_place second = elf_text_place(file, (offset & ~0xfffull) + 0x1000);
    CHECK(second.is_text && !second.is_beginning, "the second page");
    CHECK(!elf_text_place(file, text.file_length + 0x100000).is_text, "an offset behind the file");
    close_elf_text(&text);
}

static void symbols_are_functions(void) {
    struct elf_text text;
    CHECK(open_elf_text("/proc/self/exe", &text), "this program");
    struct elf_bytes file = {text.file, text.file_length};
    size_t count = symbol_count(file);
    uint64_t *starts = calloc(count + 1, sizeof *starts);
    CHECK(starts, "no memory");
    size_t found = function_symbols(file, BIAS, starts, count);
    CHECK(found > 5 && found < count, "%zu functions of %zu symbols", found, count);
    for (size_t n = 0; n < found; n++) CHECK(is_start(&text, starts[n] - BIAS), "nothing starts at %#lx", starts[n] - BIAS);
    free(starts);
    close_elf_text(&text);
}

/* Reads every byte of a damaged file through an address range that ends where its bytes do. */
static void damaged_files_are_survived(unsigned seed) {
    struct elf_text text;
    CHECK(open_elf_text("/proc/self/exe", &text), "this program");
    size_t length = text.file_length, pages = (length + 0xfff) & ~0xffful;
    uint8_t *map = mmap(NULL, pages + 0x1000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(map != MAP_FAILED && mprotect(map + pages, 0x1000, PROT_NONE) == 0, "mmap");
    srand(seed);
    size_t with_ranges = 0;
    for (int round = 0; round < 3000; round++) {
        size_t used = round % 3 ? length : (size_t)rand() % length;
        uint8_t *copy = map + ((pages - used) & ~7ul);
        memcpy(copy, text.file, used);
        size_t headers = used < 1024 ? used : 1024;
        for (int n = rand() % 8; n > 0 && used; n--) copy[(size_t)rand() % (n % 2 ? headers : used)] ^= (uint8_t)(1u << rand() % 8);
        struct code_range *ranges;
        uint64_t starts[16];
        function_symbols((struct elf_bytes){copy, used}, BIAS, starts, 16);
        with_ranges += read_ranges((struct elf_bytes){copy, used}, &ranges) > 0;
        elf_text_place((struct elf_bytes){copy, used}, 0x1000);
        free(ranges);
    }
    CHECK(with_ranges > 100, "only %zu of 3000 damaged files said anything: the damage hides the reader", with_ranges);
    munmap(map, pages + 0x1000);
    close_elf_text(&text);
    printf("unwind_table_test: 3000 damaged files survived (seed %u), %zu of them still had ranges\n", seed, with_ranges);
}

int main(void) {
    for (size_t n = 0; known_binaries[n]; n++) ranges_are_functions_in_ascending_order(known_binaries[n]);
    the_text_is_found_by_its_place_in_the_file();
    symbols_are_functions();
    damaged_files_are_survived(20261129);
    return 0;
}
