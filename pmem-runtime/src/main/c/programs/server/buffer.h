/* Bytes that grow. */
#ifndef SUZAKU_SERVER_BUFFER_H
#define SUZAKU_SERVER_BUFFER_H

#include <stddef.h>

struct buffer {
    char *bytes;
    size_t used, size;
};

/* Ends the program with a line that says what failed, and errno. */
_Noreturn void stop(const char *what);

/* What an allocation answered; ends the program when that was 0. */
void *must(void *memory);

/* Makes room for more bytes behind those in use, and answers where. */
char *room(struct buffer *buffer, size_t bytes);

void put(struct buffer *buffer, const char *bytes, size_t length);

void say(struct buffer *buffer, const char *text);

#endif
