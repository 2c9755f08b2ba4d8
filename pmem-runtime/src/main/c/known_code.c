#include "known_code.h"

#include "patch/function_symbols.h"
#include "patch/unwind_table.h"

/* The read-only data of a module, where jump tables lie: the first segment behind the text at `text`. */
static void know_data(struct site_hints *hints, struct elf_bytes file, uint64_t text, uint64_t bias) {
    size_t count;
    const Elf64_Phdr *segments = elf_segments(file, &count);
    for (size_t n = 0; n < count; n++) {
        const Elf64_Phdr *s = &segments[n];
        const uint8_t *bytes = elf_bytes_at(file, s->p_offset, s->p_filesz);
        if (s->p_type == PT_LOAD && s->p_flags == PF_R && s->p_vaddr > text && bytes != 0) {
            hints->data = bytes;
            hints->data_address = s->p_vaddr + bias;
            hints->data_length = s->p_filesz;
            return;
        }
    }
}

static uint64_t bytes_covered(const struct site_hints *hints) {
    uint64_t covered = 0;
    for (size_t n = 0; n < hints->range_count; n++) {
        covered += hints->ranges[n].end - hints->ranges[n].start;
    }
    return covered;
}

/* Unwind information says more than symbols and jump tables do. */
struct known_code know_code(uint64_t start, uint64_t end, int fd, uint64_t offset) {
    struct known_code code = {.file = scratch_file(fd)};
    struct elf_bytes file = {.bytes = (const uint8_t *)code.file.address, .length = code.file.length};
    struct elf_text_place place = elf_text_place(file, offset);
    uint64_t bias = start - place.address;
    if (!place.is_text) {
        return code;
    }
    code.begins_midway = !place.is_beginning;
    size_t entries = unwind_entry_count(file), symbols = symbol_count(file);
    code.ranges = scratch_memory(entries * sizeof(struct code_range));
    if (code.ranges.length != 0) {
        struct code_range *ranges = (struct code_range *)code.ranges.address;
        code.hints.ranges = ranges;
        code.hints.range_count = unwind_ranges(file, bias, ranges, entries);
    }
    if (bytes_covered(&code.hints) > (end - start) / 2) {
        return code;
    }
    code.starts = scratch_memory(symbols * sizeof(uint64_t));
    if (code.starts.length != 0) {
        uint64_t *starts = (uint64_t *)code.starts.address;
        code.hints.starts = starts;
        code.hints.start_count = function_symbols(file, bias, starts, symbols);
    }
    know_data(&code.hints, file, place.address, bias);
    return code;
}

void forget_code(const struct known_code *code) {
    scratch_unmap(code->starts);
    scratch_unmap(code->ranges);
    scratch_unmap(code->file);
}
