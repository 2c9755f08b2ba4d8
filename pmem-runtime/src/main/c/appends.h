/* Writes to files that were opened with O_APPEND. */
#ifndef SUZAKU_APPENDS_H
#define SUZAKU_APPENDS_H

#include "image.h"

/* Performs the thread's write, writev, pwrite64 or pwritev on a regular file with O_APPEND. */
long append(struct thread *thread, struct open_file *file, int moves_offset);

#endif
