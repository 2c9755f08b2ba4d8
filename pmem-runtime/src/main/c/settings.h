/*
 * Settings: calls that set something in the kernel for a thread or for the process (name, affinity, credentials, limits). The last of each
 * kind is kept, and a recovery makes it again.
 */
#ifndef SUZAKU_SETTINGS_H
#define SUZAKU_SETTINGS_H

#include "image.h"

#define PROCESS_SETTING 0u
#define NOT_KEPT 0xffffffffu

/*
 * Keeps `wanted` (owner, number, arguments, pointer, length, bytes) as the commit of the thread's call, in place of what the same owner has
 * kept for the same call with the same first `keys` arguments. Answers `result`, or -ENOSPC when the table is full; then nothing is kept.
 */
long setting_keep(struct thread *thread, long result, const struct setting *wanted, unsigned keys);

/* The owner of a setting for the thread `tid` (0 = the calling one): slot + 1, or NOT_KEPT when it is none of this process. */
uint32_t setting_owner(const struct thread *thread, uint64_t tid);

/* A new thread begins with what its parent has set. 0 when the table is full. */
int settings_inherit(const struct thread *parent, struct thread *child);
/* A slot is free again. */
void settings_forget(struct thread *thread);

/* At a recovery: once before the threads are made, then by each thread for itself, then by the first thread for the process. */
void settings_collect(void);
void settings_make_again(uint32_t owner);

#endif
