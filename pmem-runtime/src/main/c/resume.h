/* A restart after failure: everything that the tables describe is made again, then every thread goes on. */
#ifndef SUZAKU_RESUME_H
#define SUZAKU_RESUME_H

#include <stdint.h>

/* The controller has verified the image and written a resume frame for every thread (phase RESTORING). */
_Noreturn void resume(void);

/* Descriptors, their contents and epoll sets; see resume_files.c. */
void resume_files(void);

/* Pipes and FIFOs with what was inside; see resume_pipes.c. Descriptors from first_free on are nobody's. */
void resume_pipes(uint64_t first_free);

/* The open file of this number is made: `fd`, or -errno, which ends the recovery. */
void keep_made(uint32_t number, long fd, uint64_t first_free);

#endif
