/*
 * Where the functions of a module lie, by its unwind information. Compilers and linkers describe every function and every procedure
 * linkage table there, so that exceptions and profilers find their way; hand-written assembly may be missing.
 * Source: Linux Standard Base Core 5.0, 10.6 "Exception Frames"; System V ABI, AMD64 supplement, 4.2.4.
 *
 * Of .eh_frame_hdr only what linkers write is read (a sorted table of 32-bit offsets), of .eh_frame only entries that say the same
 * start in the same form; others give no range.
 */
#ifndef SUZAKU_UNWIND_TABLE_H
#define SUZAKU_UNWIND_TABLE_H

#include "elf_bytes.h"
#include "patch.h"

/* How many entries its table says it has: at most as many as fit into the file. 0 when there is no table that can be read. */
size_t unwind_entry_count(struct elf_bytes file);

/*
 * Stores the ranges of functions, `bias` added to their addresses, in ascending order without overlap; at most `capacity`.
 * Returns how many were stored.
 */
size_t unwind_ranges(struct elf_bytes file, uint64_t bias, struct code_range *ranges, size_t capacity);

#endif
