/* Reads the executable sections and the known function starts of an x86-64 ELF file, for the patcher's tests. */
#ifndef SUZAKU_TEST_ELF_TEXT_H
#define SUZAKU_TEST_ELF_TEXT_H

#include <stddef.h>
#include <stdint.h>

#define MAX_TEXT_SECTIONS 16

struct text_section {
    const char *name;
    const uint8_t *bytes;
    uint64_t address;
    size_t length;
};

struct elf_text {
    const uint8_t *file;
    size_t file_length;
    struct text_section sections[MAX_TEXT_SECTIONS]; /* ascending addresses */
    size_t section_count;
    struct text_section rodata; /* length 0 when there is none */
    uint64_t *starts;           /* function symbols and function starts of .eh_frame_hdr */
    size_t start_count;
};

/* Ends the test program with a message when the file is there but cannot be read; returns 0 when there is no such
 * file. */
int open_elf_text(const char *path, struct elf_text *text);
void close_elf_text(struct elf_text *text);

/* The files of this machine that the tests look at, ended by NULL. */
extern const char *const known_binaries[];

/* Prints `path:line: what` and ends the program with status 1 unless `condition` holds. */
#define CHECK(condition, ...) \
    do { \
        if (!(condition)) fail_check(__FILE__, __LINE__, #condition, __VA_ARGS__); \
    } while (0)
void fail_check(const char *file, int line, const char *condition, const char *format, ...)
    __attribute__((format(printf, 4, 5), noreturn));

#endif
