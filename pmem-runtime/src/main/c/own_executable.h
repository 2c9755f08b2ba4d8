/* The names under which a program finds its own file; the kernel would answer with the runtime's. */
#ifndef SUZAKU_OWN_EXECUTABLE_H
#define SUZAKU_OWN_EXECUTABLE_H

/* 1 for /proc/self/exe, /proc/thread-self/exe and /proc/PID/exe of the calling process. */
int is_own_executable(const char *path);

#endif
