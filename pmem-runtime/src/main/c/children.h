/*
 * The table of forked processes. They are not part of the image: to the program, a cut kills those that it has not waited for. Waiting
 * for them then answers SIGKILL, and SIGCHLD comes once more.
 */
#ifndef SUZAKU_CHILDREN_H
#define SUZAKU_CHILDREN_H

#include "image.h"
#include "lock.h"

extern struct lock children_lock;

static inline int child_pid(uint64_t word) { return (int)(word & 0x7fffffffu); }
static inline int child_group(uint64_t word) { return (int)(word >> 32); }

/* A free entry, or 0 when every one is in use by a process that exists. Wants children_lock. */
struct child *child_free_entry(void);
/* The entry of a process, or 0. Wants children_lock. */
struct child *child_find(int pid);
/* The entry of a child that a cut has killed and that a wait for `pid` means (as wait4: > 0, 0, -1, -group), or 0. */
struct child *child_find_killed(int pid);

/* At a recovery: all children of the image are gone; SIGCHLD says so, and new ones get higher numbers. */
void resume_children(void);

#endif
