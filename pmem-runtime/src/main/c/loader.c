#include "loader.h"

#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#include "memory.h"
#include "syscalls.h"
#include "text.h"
#include "user_dispatch.h"

#define SEGMENTS_MAX 32

struct elf_file {
    const char *path;
    int fd;
    Elf64_Ehdr header;
    Elf64_Phdr segments[SEGMENTS_MAX];
};

static void read_exactly(const struct elf_file *file, void *to, uint64_t length, uint64_t offset) {
    long got = call4(__NR_pread64, file->fd, to, length, offset);
    if (got != (long)length) {
        fail(START_FAILED, "not an ELF program (too short)", file->path, got);
    }
}

static void open_elf(struct elf_file *file, const char *path) {
    file->path = path;
    long fd = call4(__NR_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
        fail(START_FAILED, "cannot open the program", path, fd);
    }
    file->fd = (int)fd;
    read_exactly(file, &file->header, sizeof file->header, 0);
    const Elf64_Ehdr *header = &file->header;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_machine != EM_X86_64 || (header->e_type != ET_EXEC && header->e_type != ET_DYN) ||
        header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phnum == 0 || header->e_phnum > SEGMENTS_MAX) {
        fail(START_FAILED, "not an x86-64 ELF program", path, 0);
    }
    read_exactly(file, file->segments, header->e_phnum * sizeof(Elf64_Phdr), header->e_phoff);
}

static uint32_t protection_of(const Elf64_Phdr *segment) {
    return ((segment->p_flags & PF_R) != 0 ? PROT_READ : 0) | ((segment->p_flags & PF_W) != 0 ? PROT_WRITE : 0) |
           ((segment->p_flags & PF_X) != 0 ? PROT_EXEC : 0);
}

static void map_part(struct mapping mapping, const struct elf_file *file, int fd, uint64_t offset) {
    if (mapping.end <= mapping.start) {
        return;
    }
    if (mapping.start < ARENA_START || mapping.end > ARENA_END) {
        fail(START_FAILED, "the program wants an address outside the arena", file->path, 0);
    }
    if ((mapping.prot & PROT_EXEC) != 0 && (fd < 0 || (mapping.prot & PROT_WRITE) != 0)) {
        user_dispatch_need(0); /* it may hold code later that nobody has patched */
    }
    long answer = map_range(0, &mapping, fd, offset);
    if (answer < 0) {
        fail(START_FAILED, answer == -ENOMEM ? "the pool is too small for the program" : "cannot map the program",
             file->path, answer);
    }
}

/* One PT_LOAD: file pages, then zeroed pages; the rest of the last file page is zeroed when it is writable. */
static uint64_t map_segment(const struct elf_file *file, const Elf64_Phdr *segment, uint64_t base) {
    uint64_t start = page_down(base + segment->p_vaddr);
    uint64_t file_end = base + segment->p_vaddr + segment->p_filesz;
    uint64_t memory_end = page_up(base + segment->p_vaddr + segment->p_memsz);
    struct mapping mapping = {.start = start, .end = page_up(file_end), .prot = protection_of(segment), .kind = MAPPING_POOL};
    if (segment->p_filesz != 0) {
        map_part(mapping, file, file->fd, page_down(segment->p_offset));
        if ((mapping.prot & PROT_WRITE) != 0) {
            memset((void *)file_end, 0, page_up(file_end) - file_end);
        }
        start = page_up(file_end);
    }
    mapping.start = start;
    mapping.end = memory_end;
    map_part(mapping, file, -1, 0);
    return memory_end;
}

static uint64_t map_segments(const struct elf_file *file, uint64_t base, uint64_t *headers) {
    uint64_t end = 0;
    for (int i = 0; i < file->header.e_phnum; i++) {
        const Elf64_Phdr *segment = &file->segments[i];
        if (segment->p_type != PT_LOAD) {
            continue;
        }
        uint64_t segment_end = map_segment(file, segment, base);
        end = segment_end > end ? segment_end : end;
        if (file->header.e_phoff >= segment->p_offset && file->header.e_phoff < segment->p_offset + segment->p_filesz) {
            *headers = base + segment->p_vaddr + file->header.e_phoff - segment->p_offset;
        }
    }
    return end;
}

static void read_interpreter_path(const struct elf_file *file, char *path) {
    path[0] = 0;
    for (int i = 0; i < file->header.e_phnum; i++) {
        const Elf64_Phdr *segment = &file->segments[i];
        if (segment->p_type == PT_INTERP) {
            if (segment->p_filesz == 0 || segment->p_filesz > PATH_BYTES) {
                fail(START_FAILED, "the program's interpreter path is not valid", file->path, 0);
            }
            read_exactly(file, path, segment->p_filesz, segment->p_offset);
            path[segment->p_filesz - 1] = 0;
        }
    }
}

/* Functions inside of functions, as gcc has them, are called through code on the stack. */
static int wants_executable_stack(const struct elf_file *file) {
    for (int i = 0; i < file->header.e_phnum; i++) {
        if (file->segments[i].p_type == PT_GNU_STACK) {
            return (file->segments[i].p_flags & PF_X) != 0;
        }
    }
    return 0;
}

struct loaded_program load_program(const char *path) {
    static struct elf_file program, interpreter;
    char interpreter_path[PATH_BYTES];
    struct loaded_program loaded = {0};
    open_elf(&program, path);
    uint64_t base = program.header.e_type == ET_DYN ? PROGRAM_BASE : 0;
    loaded.end = map_segments(&program, base, &loaded.program_headers);
    loaded.program_header_count = program.header.e_phnum;
    loaded.program_entry = base + program.header.e_entry;
    loaded.entry = loaded.program_entry;
    loaded.stack_protection = PROT_READ | PROT_WRITE | (wants_executable_stack(&program) ? PROT_EXEC : 0);
    read_interpreter_path(&program, interpreter_path);
    if (interpreter_path[0] != 0) {
        uint64_t unused;
        open_elf(&interpreter, interpreter_path);
        map_segments(&interpreter, INTERPRETER_BASE, &unused);
        loaded.interpreter_base = INTERPRETER_BASE;
        loaded.entry = INTERPRETER_BASE + interpreter.header.e_entry;
        call1(__NR_close, interpreter.fd);
    }
    call1(__NR_close, program.fd);
    return loaded;
}
