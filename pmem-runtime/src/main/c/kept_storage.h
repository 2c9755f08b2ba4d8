/*
 * Small ranges that the application has unmapped, kept for its next mappings: still mapped in this process, their storage still
 * reserved, but out of the mapping table, so that a recovery knows nothing of them and gives their storage back. Making a page
 * present costs far more than clearing it. Volatile. All functions want `mappings_lock` held.
 *
 * A kept range is accessible (a program must not use what it has unmapped), or hidden: it lies inside of a PROT_NONE mapping of the
 * application, with that protection, and waits for an mprotect to take it.
 */
#ifndef SUZAKU_KEPT_STORAGE_H
#define SUZAKU_KEPT_STORAGE_H

#include "mappings.h"

/* Keeps a readable and writable pool range that has just left the table. 0 when it is too large: the caller unmaps it. */
int kept_add(uint64_t start, uint64_t end);

/* An accessible kept range of this length, cleared, and kept no more; 0 when there is none. */
uint64_t kept_take(uint64_t length);

/* Hides what lies inside [start, end), which becomes PROT_NONE, and drops what lies across its ends. */
void kept_hide(uint64_t start, uint64_t end);

/* The first hidden range at or above `from` and below `end`; 0 when there is none. */
int kept_hidden_after(uint64_t from, uint64_t end, struct mapping *hidden);

/* Makes the hidden range [start, end) accessible and clears it; kept no more. 0 when no range is exactly that. */
int kept_show(uint64_t start, uint64_t end);

/* In a forked child, whose mappings here still lead into the program's pool: leaves them. */
void kept_leave(void);

/* Gives back every range that overlaps [start, end). 1 when there was one. */
int kept_drop(uint64_t start, uint64_t end);

#endif
