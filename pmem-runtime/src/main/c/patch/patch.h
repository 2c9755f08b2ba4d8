/*
 * Eager patching of system call sites: finds `syscall` instructions in executable text that can be replaced by a
 * 5-byte `jmp rel32` to a stub of their own, and writes the stubs and the jumps.
 *
 * Free-standing, no globals, no allocation, no system calls; safe from any thread and in a signal handler as long as
 * the buffers belong to the caller. All addresses are those at which the bytes run; the bytes themselves may be a
 * copy elsewhere.
 */
#ifndef SUZAKU_PATCH_H
#define SUZAKU_PATCH_H

#include <stddef.h>
#include <stdint.h>

enum site_form {
    SITE_MOV_SYSCALL, /* mov $n,%eax (or mov $n,%rax) ; syscall */
    SITE_SYSCALL_CMP, /* syscall ; cmp $-4096,%rax */
    SITE_BEFORE,      /* relocatable instructions ; syscall */
    SITE_AFTER,       /* syscall ; relocatable instructions */
    SITE_AROUND,      /* relocatable instructions ; syscall ; relocatable instructions */
    SITE_FORMS        /* how many there are */
};

/* The most bytes a site replaces, and the room that write_stub may need for one. */
#define SITE_MAX_LENGTH 40
#define STUB_MAX_LENGTH 80

struct site {
    uint64_t address;       /* of the first replaced byte */
    uint8_t form;           /* enum site_form */
    uint8_t length;         /* replaced bytes, 5 .. SITE_MAX_LENGTH */
    uint8_t syscall_offset; /* where 0f 05 lies inside the replaced bytes */
    uint8_t returns;        /* 1: the moved instructions end with `ret` (and padding); the stub does not jump back */
    uint32_t lead;          /* used within find_sites, 0 afterwards */
};

/* Addresses start .. end - 1 that are instructions throughout, beginning at an instruction: what a compiler writes is. */
struct code_range {
    uint64_t start, end;
};

/* What the caller knows besides the text. Everything may be zero. */
struct site_hints {
    /* Functions by their unwind information (unwind_table.h), in ascending order without overlap. */
    const struct code_range *ranges;
    size_t range_count;
    /* Addresses where an instruction certainly starts and where control may arrive from anywhere: the entry point,
     * function symbols, function starts of .eh_frame_hdr. In any order; those outside the text are ignored. */
    const uint64_t *starts;
    size_t start_count;
    /* Read-only data of the same module, searched for the jump tables that the text refers to. */
    const uint8_t *data;
    uint64_t data_address;
    size_t data_length;
};

/* Bytes of scratch memory that find_sites needs for a text of `text_length` bytes (a quarter of it and a little). */
size_t site_scratch_length(size_t text_length);

/* What find_sites found. */
struct found_sites {
    size_t count; /* sites stored */
    /*
     * How many other bytes 0f 05 there are that control might reach as a system call. They stay as they are: Syscall User
     * Dispatch must catch them. Not among them (residue.h): bytes inside another instruction of proven code, bytes that no
     * code can be, and the return from a signal handler.
     */
    size_t left;
};

/*
 * Finds the replaceable sites of `text`, which runs at `text_address`, and stores at most `capacity` of them in
 * ascending order without overlap. Sites left out: no form fits, no proof that the bytes are code, no room.
 * Always left out: `mov $15,%rax ; syscall`, the bytes by which unwinders know a signal frame.
 *
 * `text` should begin at an instruction (a section or a segment of code, not an ELF header).
 * Pairs beyond the first `capacity` are not looked at, only counted as left.
 * `hints` may be NULL. `scratch` needs site_scratch_length(text_length) bytes of any content; less is an error of the
 * caller and traps. A text without the bytes 0f 05 is left after one scan, scratch untouched.
 */
struct found_sites find_sites(const uint8_t *text, uint64_t text_address, size_t text_length, struct site *sites,
                              size_t capacity, const struct site_hints *hints, void *scratch, size_t scratch_length);

/*
 * Writes the stub of `site` for execution at `stub_address`. `original_bytes` are the site's bytes before write_jump,
 * `entry_address` is where the stub goes with its system call. Returns the bytes written, at most STUB_MAX_LENGTH;
 * 0 when `capacity` is too small or the stub lies more than 2 GB away from the site.
 *
 *     [moved instructions that precede the system call]
 *     restart: lea restart(%rip),%r11
 *              lea done(%rip),%rcx
 *              jmp *slot(%rip)
 *     done:    [moved instructions that follow the system call]
 *              jmp  end of the replaced bytes       (absent when site->returns)
 *     slot:    .quad entry_address
 *
 * At `restart` all registers but rcx and r11 are those of the original `syscall`. The stack is not touched.
 */
size_t write_stub(uint8_t *stub, size_t capacity, uint64_t stub_address, const struct site *site,
                  const uint8_t *original_bytes, uint64_t entry_address);

/* Offset of `restart` in the stub of `site`; `done` lies STUB_CALL_LENGTH bytes further on. */
#define STUB_CALL_LENGTH 20
static inline size_t stub_restart_offset(const struct site *site) { return site->syscall_offset; }
static inline size_t stub_done_offset(const struct site *site) { return site->syscall_offset + STUB_CALL_LENGTH; }

/*
 * Replaces the `length` bytes (at least 5) at `site_bytes`, which run at `site_address`, by `jmp stub_address` and
 * int3. The stub must lie within 2 GB (write_stub returned more than 0). Not atomic: no thread may run the bytes.
 */
void write_jump(uint8_t *site_bytes, uint64_t site_address, uint64_t stub_address, uint8_t length);

#endif
