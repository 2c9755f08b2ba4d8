/* inotify; see inotify_calls.c. */
#ifndef SUZAKU_INOTIFY_H
#define SUZAKU_INOTIFY_H

#include "image.h"

/* The last descriptor has been closed. */
void inotify_closed(const struct open_file *file);
/* At a recovery: a descriptor with the same watches under the same numbers, or -errno. */
long inotify_again(const struct open_file *file);

#endif
