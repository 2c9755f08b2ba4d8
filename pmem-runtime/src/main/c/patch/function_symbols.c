#include "function_symbols.h"

#define TYPE(symbol) ((symbol)->st_info & 0xf)

/* The symbols of a section, 0 when it has none that can be read. */
static const Elf64_Sym *symbols_of(struct elf_bytes file, const Elf64_Shdr *section, size_t *count) {
    int is_table = section->sh_type == SHT_SYMTAB || section->sh_type == SHT_DYNSYM;
    const uint8_t *bytes = is_table && section->sh_offset % 8 == 0 ? elf_bytes_at(file, section->sh_offset, section->sh_size) : 0;
    *count = bytes ? section->sh_size / sizeof(Elf64_Sym) : 0;
    return (const Elf64_Sym *)bytes;
}

size_t symbol_count(struct elf_bytes file) {
    size_t sections, total = 0, count;
    const Elf64_Shdr *section = elf_sections(file, &sections);
    for (size_t n = 0; n < sections; n++) {
        symbols_of(file, &section[n], &count);
        total += count;
    }
    return total;
}

size_t function_symbols(struct elf_bytes file, uint64_t bias, uint64_t *starts, size_t capacity) {
    size_t sections, stored = 0, count;
    const Elf64_Shdr *section = elf_sections(file, &sections);
    for (size_t n = 0; n < sections; n++) {
        const Elf64_Sym *symbol = symbols_of(file, &section[n], &count);
        for (size_t k = 0; k < count && stored < capacity; k++)
            if (TYPE(&symbol[k]) == STT_FUNC && symbol[k].st_shndx != 0) starts[stored++] = symbol[k].st_value + bias;
    }
    return stored;
}
