/* The kernel's vdso and vvar pages, moved to a fixed place so that resumed code finds them again. */
#ifndef SUZAKU_VDSO_H
#define SUZAKU_VDSO_H

#include <stdint.h>

struct vdso_place {
    uint64_t vvar_bytes; /* directly below VDSO_BASE */
    uint64_t vdso_bytes;
};

/* Moves both. Zero sizes when the kernel gives none. Ends the process when a move fails. */
struct vdso_place vdso_move(void);

#endif
