/* Userland exec: an ELF program and its interpreter mapped into the arena. */
#ifndef SUZAKU_LOADER_H
#define SUZAKU_LOADER_H

#include <stdint.h>

struct loaded_program {
    uint64_t entry; /* first instruction: the interpreter's when there is one */
    uint64_t program_entry, program_headers, program_header_count;
    uint64_t interpreter_base; /* 0 for a static program */
    uint64_t end;              /* first page after the program */
    uint32_t stack_protection; /* PROT_* of the first thread's stack */
};

/* Maps `path`. Ends the process with START_FAILED and one line when it is not a program that can be run. */
struct loaded_program load_program(const char *path);

/* Builds argc, argv, envp and auxv on `stack_top`, from the vectors that the kernel gave; the new stack pointer. */
uint64_t build_stack(const struct loaded_program *program, const char *path, uint64_t argument_count, char **arguments,
                     char **environment, const uint64_t *kernel_auxv, uint64_t vdso);

#endif
