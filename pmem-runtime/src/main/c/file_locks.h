/* Locks on files: flock, and byte ranges of the process or of an open file description. */
#ifndef SUZAKU_FILE_LOCKS_H
#define SUZAKU_FILE_LOCKS_H

#include "image.h"

/* The fcntl commands about byte ranges. */
int is_lock_command(uint64_t command);
long fcntl_lock(struct thread *thread, struct open_file *file);

/* A descriptor of the file is closed: the process's ranges on it go; with its last one those of the description, too. */
void locks_closed(const struct open_file *file, int last);

/* At a recovery, with all descriptors in place: takes the locks again, or ends with one line when somebody else has one. */
void resume_locks(void);

#endif
