/* signalfd; see waiting_signals.c. */
#ifndef SUZAKU_WAITING_SIGNALS_H
#define SUZAKU_WAITING_SIGNALS_H

#include <linux/uio.h>

#include "image.h"

long signalfd_read(struct thread *thread, struct iovec piece);
/* At a recovery: a descriptor for the same signals, or -errno. */
long signalfd_again(const struct open_file *file);

#endif
