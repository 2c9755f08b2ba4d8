#include "elf_text.h"

#include <elf.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const known_binaries[] = {
    "/lib/x86_64-linux-gnu/libc.so.6",        "/lib64/ld-linux-x86-64.so.2",
    "/lib/x86_64-linux-gnu/libm.so.6",        "/lib/x86_64-linux-gnu/libstdc++.so.6",
    "/lib/x86_64-linux-gnu/libcrypto.so.3",   "/lib/x86_64-linux-gnu/libgcc_s.so.1",
    "/lib/ld-musl-x86_64.so.1",               "/usr/bin/memcached",
    "/usr/bin/bash",                          "/usr/bin/python3.11",
    "/lib/x86_64-linux-gnu/libpython3.11.so.1.0", "/usr/bin/redis-server", NULL};

void fail_check(const char *file, int line, const char *condition, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: failed: %s: ", file, line, condition);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void add_start(struct elf_text *text, uint64_t address) {
    if ((text->start_count & (text->start_count - 1)) == 0) {
        size_t capacity = text->start_count ? 2 * text->start_count : 1;
        text->starts = realloc(text->starts, capacity * sizeof *text->starts);
        CHECK(text->starts, "no memory");
    }
    text->starts[text->start_count++] = address;
}

static void read_symbols(struct elf_text *text, const Elf64_Shdr *section) {
    const Elf64_Sym *symbols = (const void *)(text->file + section->sh_offset);
    for (size_t n = 0; n < section->sh_size / sizeof *symbols; n++)
        if (ELF64_ST_TYPE(symbols[n].st_info) == STT_FUNC && symbols[n].st_shndx != SHN_UNDEF)
            add_start(text, symbols[n].st_value);
}

/* .eh_frame_hdr: version 1, encodings, count; sorted entries of two int32, the first a function start relative to the
 * header. */
static void read_eh_frame_hdr(struct elf_text *text, const Elf64_Shdr *section) {
    const uint8_t *header = text->file + section->sh_offset;
    if (section->sh_size < 12 || header[0] != 1 || header[2] != 0x03 || header[3] != 0x3b) return;
    uint32_t count;
    memcpy(&count, header + 8, sizeof count);
    for (uint32_t n = 0; n < count && 12 + 8 * (size_t)n + 8 <= section->sh_size; n++) {
        int32_t offset;
        memcpy(&offset, header + 12 + 8 * (size_t)n, sizeof offset);
        add_start(text, section->sh_addr + (uint64_t)(int64_t)offset);
    }
}

int open_elf_text(const char *path, struct elf_text *text) {
    memset(text, 0, sizeof *text);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    struct stat status;
    CHECK(fstat(fd, &status) == 0, "%s", path);
    text->file_length = (size_t)status.st_size;
    text->file = mmap(NULL, text->file_length, PROT_READ, MAP_PRIVATE, fd, 0);
    CHECK(text->file != MAP_FAILED, "%s", path);
    close(fd);
    const Elf64_Ehdr *elf = (const void *)text->file;
    CHECK(memcmp(elf->e_ident, ELFMAG, SELFMAG) == 0 && elf->e_machine == EM_X86_64, "%s is no x86-64 ELF file", path);
    const Elf64_Shdr *sections = (const void *)(text->file + elf->e_shoff);
    const char *names = (const char *)text->file + sections[elf->e_shstrndx].sh_offset;
    for (size_t n = 0; n < elf->e_shnum; n++) {
        const Elf64_Shdr *s = &sections[n];
        struct text_section found = {names + s->sh_name, text->file + s->sh_offset, s->sh_addr, s->sh_size};
        if (s->sh_type == SHT_PROGBITS && (s->sh_flags & SHF_EXECINSTR)) {
            CHECK(text->section_count < MAX_TEXT_SECTIONS, "%s has too many sections", path);
            text->sections[text->section_count++] = found;
        }
        if (s->sh_type == SHT_PROGBITS && strcmp(found.name, ".rodata") == 0) text->rodata = found;
        if (s->sh_type == SHT_DYNSYM || s->sh_type == SHT_SYMTAB) read_symbols(text, s);
        if (strcmp(found.name, ".eh_frame_hdr") == 0) read_eh_frame_hdr(text, s);
    }
    add_start(text, elf->e_entry);
    return 1;
}

void close_elf_text(struct elf_text *text) {
    munmap((void *)text->file, text->file_length);
    free(text->starts);
}
