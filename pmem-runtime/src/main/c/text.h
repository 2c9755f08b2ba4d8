/* Bytes, strings and the runtime's last words, without a C library. */
#ifndef SUZAKU_TEXT_H
#define SUZAKU_TEXT_H

#include <stddef.h>
#include <stdint.h>

void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *left, const void *right, size_t length);
size_t text_length(const char *text);
int text_equal(const char *left, const char *right);
int text_begins(const char *text, const char *start);
/* Copies with the terminating zero; answers 0, or -1 when it does not fit (then nothing useful is in `to`). */
int text_copy(char *to, size_t capacity, const char *from);

#define START_FAILED 254 /* the exit code of a start or resume that was refused */

/* Writes "suzaku: what: detail (errno N)" to standard error and ends the process with `code`. */
_Noreturn void fail(int code, const char *what, const char *detail, long error);

#define STRING_OF(x) #x
#define LINE_TEXT(x) STRING_OF(x)
#define ASSERT(condition) \
    ((condition) ? (void)0 : fail(255, "runtime assertion failed at " __FILE__ ":" LINE_TEXT(__LINE__), #condition, 0))

#endif
