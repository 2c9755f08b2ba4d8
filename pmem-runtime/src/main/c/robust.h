/* Robust futexes of a thread that ends. */
#ifndef SUZAKU_ROBUST_H
#define SUZAKU_ROBUST_H

#include "image.h"

/* Marks every futex on the thread's robust list that it still owns as left by a dead owner, and wakes one waiter of each. */
void release_robust_futexes(const struct thread *thread);

#endif
