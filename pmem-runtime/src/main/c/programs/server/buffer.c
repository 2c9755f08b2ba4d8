#include "buffer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void stop(const char *what) {
    dprintf(2, "server: %s: %s\n", what, strerror(errno));
    _exit(1);
}

void *must(void *memory) {
    if (!memory) stop("no memory");
    return memory;
}

char *room(struct buffer *buffer, size_t bytes) {
    if (buffer->used + bytes > buffer->size) {
        buffer->size = 2 * (buffer->used + bytes);
        buffer->bytes = must(realloc(buffer->bytes, buffer->size));
    }
    return buffer->bytes + buffer->used;
}

void put(struct buffer *buffer, const char *bytes, size_t length) {
    memcpy(room(buffer, length), bytes, length);
    buffer->used += length;
}

void say(struct buffer *buffer, const char *text) { put(buffer, text, strlen(text)); }
