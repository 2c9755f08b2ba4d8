/* While one thread copies the program's memory for a child, the others stand still. */
#ifndef SUZAKU_STANDSTILL_H
#define SUZAKU_STANDSTILL_H

#include "image.h"
#include "lock.h"

/* Volatile: held while a thread or a process is being created, so that a standstill knows every thread. */
extern struct lock creation_lock;

/*
 * Stops all other threads: they wait in suzaku_standing (signals.S), wherever SIGSYS has met them, until standstill_end. Wants
 * creation_lock. A thread that stands still may hold locks of the runtime: take those that are needed before.
 */
void standstill_begin(const struct thread *self);
void standstill_end(void);

#endif
