/*
 * Functions that most calls of a program go through lie in one stretch of the runtime's text, beside entry.S: what the kernel does in between
 * drives much of the program's code out of the processor's caches, and so these come back together.
 */
#ifndef SUZAKU_OFTEN_H
#define SUZAKU_OFTEN_H

#define OFTEN __attribute__((section(".text.often")))

#endif
