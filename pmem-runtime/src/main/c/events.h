/* Event descriptors: the counter is kept in the open file's offset, so that a recovery can make it again. */
#ifndef SUZAKU_EVENTS_H
#define SUZAKU_EVENTS_H

#include "image.h"

long eventfd_read(struct thread *thread, struct open_file *file);
long eventfd_write(struct thread *thread, struct open_file *file);

#endif
