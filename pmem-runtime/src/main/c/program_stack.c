/*
 * The first stack of a program, as the System V ABI wants it:
 *
 *   rsp -> argc | argv[] 0 | envp[] 0 | auxv[] AT_NULL | padding | random bytes, strings | STACK_TOP
 */
#include <linux/auxvec.h>
#include <linux/elf.h>
#include <linux/errno.h>

#include "layout.h"
#include "loader.h"
#include "text.h"

#define AUXV_MAX 64

static uint64_t push_bytes(uint64_t top, const void *bytes, uint64_t length) {
    top -= length;
    memcpy((void *)top, bytes, length);
    return top;
}

static uint64_t push_text(uint64_t top, const char *text) { return push_bytes(top, text, text_length(text) + 1); }

static uint64_t replaced_value(const struct loaded_program *program, uint64_t key, uint64_t value, uint64_t path,
                               uint64_t vdso) {
    switch (key) {
    case AT_PHDR:
        return program->program_headers;
    case AT_PHNUM:
        return program->program_header_count;
    case AT_PHENT:
        return sizeof(Elf64_Phdr);
    case AT_BASE:
        return program->interpreter_base;
    case AT_ENTRY:
        return program->program_entry;
    case AT_EXECFN:
        return path;
    case AT_SYSINFO_EHDR:
        return vdso;
    default:
        return value;
    }
}

uint64_t build_stack(const struct loaded_program *program, const char *path, uint64_t argument_count, char **arguments,
                     char **environment, const uint64_t *kernel_auxv, uint64_t vdso) {
    uint64_t top = push_text(STACK_TOP - 8, path);
    uint64_t path_address = top;
    uint64_t auxv[AUXV_MAX * 2];
    uint64_t entries = 0;
    for (; kernel_auxv[0] != AT_NULL && entries < AUXV_MAX - 1; kernel_auxv += 2) {
        uint64_t value = replaced_value(program, kernel_auxv[0], kernel_auxv[1], path_address, vdso);
        if (kernel_auxv[0] == AT_RANDOM) {
            value = top = push_bytes(top, (const void *)kernel_auxv[1], 16);
        } else if (kernel_auxv[0] == AT_PLATFORM) {
            value = top = push_text(top, (const char *)kernel_auxv[1]);
        } else if (kernel_auxv[0] == AT_SYSINFO_EHDR && vdso == 0) {
            continue;
        }
        auxv[entries * 2] = kernel_auxv[0];
        auxv[entries * 2 + 1] = value;
        entries++;
    }
    auxv[entries * 2] = AT_NULL;
    auxv[entries * 2 + 1] = 0;
    entries++;

    uint64_t variables = 0;
    uint64_t text_bytes = 0;
    while (environment[variables] != 0) {
        text_bytes += text_length(environment[variables++]) + 1;
    }
    for (uint64_t i = 0; i < argument_count; i++) {
        text_bytes += text_length(arguments[i]) + 1;
    }
    uint64_t words = 1 + argument_count + 1 + variables + 1 + entries * 2;
    if (text_bytes + words * 8 + PAGE_SIZE > STACK_BYTES / 2) {
        fail(START_FAILED, "arguments and environment are too long", path, -E2BIG);
    }
    uint64_t texts = top - text_bytes;
    uint64_t *at = (uint64_t *)((texts - words * 8) & ~15ull);
    uint64_t start = (uint64_t)at;
    *at++ = argument_count;
    for (uint64_t i = 0; i < argument_count + variables; i++) {
        const char *text = i < argument_count ? arguments[i] : environment[i - argument_count];
        if (i == argument_count) {
            *at++ = 0;
        }
        uint64_t length = text_length(text) + 1;
        memcpy((void *)texts, text, length);
        *at++ = texts;
        texts += length;
    }
    if (variables == 0) {
        *at++ = 0;
    }
    *at++ = 0;
    memcpy(at, auxv, entries * 16);
    return start;
}
