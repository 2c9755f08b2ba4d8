/* Where functions begin, by a file's symbol tables: for what has no unwind information, as C libraries that are built small. */
#ifndef SUZAKU_FUNCTION_SYMBOLS_H
#define SUZAKU_FUNCTION_SYMBOLS_H

#include "elf_bytes.h"

/* How many symbols the tables have: at least as many as there are functions. */
size_t symbol_count(struct elf_bytes file);

/* Stores the addresses of functions, `bias` added, in the order of the tables; at most `capacity`. Returns how many were stored. */
size_t function_symbols(struct elf_bytes file, uint64_t bias, uint64_t *starts, size_t capacity);

#endif
