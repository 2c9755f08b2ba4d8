/* Event descriptors: the counter is kept in the open file's offset, so that a recovery can make it again. */
#ifndef SUZAKU_EVENTS_H
#define SUZAKU_EVENTS_H

#include <linux/uio.h>

#include "image.h"

/* eventfd2 flags; the kernel exports them to C libraries only */
#define EFD_SEMAPHORE 1u
#define EFD_NONBLOCK 04000u
#define EFD_CLOEXEC 02000000u

long eventfd_read(struct thread *thread, struct open_file *file, struct iovec piece);
long eventfd_write(struct thread *thread, struct open_file *file, struct iovec piece);

#endif
