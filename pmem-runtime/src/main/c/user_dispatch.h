/*
 * Syscall User Dispatch, the kernel's way to catch a system call wherever it is made. Armed, it makes every call of a thread slower by a
 * fifth or so, those of the runtime included. So it is armed only from the moment on when text comes in whose system calls patching has
 * not all found: bytes that might be one (patch/residue.h), or memory that the program itself can fill with code.
 */
#ifndef SUZAKU_USER_DISPATCH_H
#define SUZAKU_USER_DISPATCH_H

#include "image.h"

/* Arms it for every thread, for the life of the image, before this answers. Wants creation_lock; thread = 0: there are no threads yet. */
void user_dispatch_need(struct thread *thread);

/* Arms it for the calling thread where the image needs it. Also called by suzaku_standing, so by threads that stand still for the above. */
void user_dispatch_follow(struct thread *thread);

#endif
