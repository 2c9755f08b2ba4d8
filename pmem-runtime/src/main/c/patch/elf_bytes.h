/* An ELF file as it lies on disk, read to find what it says about its code. Nothing in it is believed. */
#ifndef SUZAKU_ELF_BYTES_H
#define SUZAKU_ELF_BYTES_H

#include <linux/elf.h>
#include <stddef.h>
#include <stdint.h>

struct elf_bytes {
    const uint8_t *bytes;
    size_t length;
};

/* `length` bytes at `offset`, or 0 when the file does not have them. */
const uint8_t *elf_bytes_at(struct elf_bytes file, uint64_t offset, uint64_t length);

/* Where `length` bytes at the file's own address `address` (p_vaddr) lie, or 0. */
const uint8_t *elf_bytes_at_address(struct elf_bytes file, uint64_t address, uint64_t length);

/* The program headers of an x86-64 file; 0 and *count = 0 when it is none. */
const Elf64_Phdr *elf_segments(struct elf_bytes file, size_t *count);

/* The section headers; 0 and *count = 0 when there are none. */
const Elf64_Shdr *elf_sections(struct elf_bytes file, size_t *count);

/* Where in the file's executable segments a file offset lies. */
struct elf_text_place {
    int is_text;        /* 0: an executable segment does not hold it */
    int is_beginning;   /* it is the first page of the segment */
    uint64_t address;   /* in the file's own terms (p_vaddr) */
};
struct elf_text_place elf_text_place(struct elf_bytes file, uint64_t offset);

#endif
