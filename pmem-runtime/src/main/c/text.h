/* Bytes, strings and the runtime's last words, without a C library. */
#ifndef SUZAKU_TEXT_H
#define SUZAKU_TEXT_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t __attribute__((may_alias, aligned(1))) any_word;

#define FEW_BYTES 256 /* up to which a loop is quicker than the processor's own copying and filling */

static inline void copy_bytes(void *to, const void *from, size_t length) {
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length)::"memory");
}

/* From memory that does not overlap. A few bytes word by word, of which the last overlaps the one before it. */
static inline void copy(void *to, const void *from, size_t length) {
    if (length < sizeof(any_word) || length > FEW_BYTES) {
        copy_bytes(to, from, length);
        return;
    }
    size_t last = length - sizeof(any_word);
    for (size_t at = 0; at < last; at += sizeof(any_word)) {
        *(volatile any_word *)((uint8_t *)to + at) = *(const any_word *)((const uint8_t *)from + at);
    }
    *(volatile any_word *)((uint8_t *)to + last) = *(const any_word *)((const uint8_t *)from + last);
}

void *memcpy(void *to, const void *from, size_t length); /* as copy; memmove where they may overlap */
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
