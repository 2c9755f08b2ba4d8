#include "elf_bytes.h"

#define PAGE_MASK 0xfffull
#define MAGIC 0x464c457fu

const uint8_t *elf_bytes_at(struct elf_bytes file, uint64_t offset, uint64_t length) {
    return offset <= file.length && length <= file.length - offset ? file.bytes + offset : 0;
}

static const Elf64_Ehdr *header_of(struct elf_bytes file) {
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)elf_bytes_at(file, 0, sizeof *header);
    uint32_t magic = 0;
    if (header == 0) return 0;
    __builtin_memcpy(&magic, header->e_ident, sizeof magic);
    return magic == MAGIC && header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_machine == EM_X86_64 ? header : 0;
}

const Elf64_Phdr *elf_segments(struct elf_bytes file, size_t *count) {
    const Elf64_Ehdr *header = header_of(file);
    *count = 0;
    if (header == 0 || header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phoff % 8 != 0) return 0;
    const Elf64_Phdr *segments = (const Elf64_Phdr *)elf_bytes_at(file, header->e_phoff, header->e_phnum * sizeof(Elf64_Phdr));
    *count = segments ? header->e_phnum : 0;
    return segments;
}

const Elf64_Shdr *elf_sections(struct elf_bytes file, size_t *count) {
    const Elf64_Ehdr *header = header_of(file);
    *count = 0;
    if (header == 0 || header->e_shentsize != sizeof(Elf64_Shdr) || header->e_shoff % 8 != 0) return 0;
    const Elf64_Shdr *sections = (const Elf64_Shdr *)elf_bytes_at(file, header->e_shoff, header->e_shnum * sizeof(Elf64_Shdr));
    *count = sections ? header->e_shnum : 0;
    return sections;
}

const uint8_t *elf_bytes_at_address(struct elf_bytes file, uint64_t address, uint64_t length) {
    size_t count;
    const Elf64_Phdr *segments = elf_segments(file, &count);
    for (size_t n = 0; n < count; n++) {
        const Elf64_Phdr *s = &segments[n];
        uint64_t inside = address - s->p_vaddr;
        if (s->p_type == PT_LOAD && inside < s->p_filesz && length <= s->p_filesz - inside)
            return elf_bytes_at(file, s->p_offset + inside, length);
    }
    return 0;
}

struct elf_text_place elf_text_place(struct elf_bytes file, uint64_t offset) {
    size_t count;
    const Elf64_Phdr *segments = elf_segments(file, &count);
    for (size_t n = 0; n < count; n++) {
        const Elf64_Phdr *s = &segments[n];
        uint64_t slack = s->p_vaddr & PAGE_MASK; /* its first page begins before the segment does */
        uint64_t inside = offset + slack - s->p_offset;
        if (s->p_type != PT_LOAD || !(s->p_flags & PF_X) || inside >= s->p_filesz + slack) continue;
        return (struct elf_text_place){1, inside == 0, s->p_vaddr - slack + inside};
    }
    return (struct elf_text_place){0};
}
