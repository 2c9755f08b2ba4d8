/* A restart after failure: everything that the tables describe is made again, then every thread goes on. */
#ifndef SUZAKU_RESUME_H
#define SUZAKU_RESUME_H

/* The controller has verified the image and written a resume frame for every thread (phase RESTORING). */
_Noreturn void resume(void);

/* Descriptors, their contents and epoll sets; see resume_files.c. */
void resume_files(void);

#endif
