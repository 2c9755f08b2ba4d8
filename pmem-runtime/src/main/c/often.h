/* Where functions lie and how they end, for speed. */
#ifndef SUZAKU_OFTEN_H
#define SUZAKU_OFTEN_H

/*
 * Functions that most calls of a program go through lie in one stretch of the runtime's text, beside entry.S: what the kernel does in between
 * drives much of the program's code out of the processor's caches, and so these come back together.
 */
#define OFTEN __attribute__((section(".text.often")))

/* Ends by `ret`, where seldom a system call comes between a function's call and its end: every processor guesses that right. Elsewhere see returns.S. */
#define PLAIN_RETURN __attribute__((function_return("keep")))

#endif
