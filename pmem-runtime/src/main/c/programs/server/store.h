/* Values by key, under one lock. Every function is for any thread and appends the answer of memcached's text protocol to `out`. */
#ifndef SUZAKU_SERVER_STORE_H
#define SUZAKU_SERVER_STORE_H

#include "buffer.h"

#define KEY_MAX 250
#define VALUE_MAX ((size_t)1 << 20)

void get(struct buffer *out, const char *key);

/* `flags` is what the client wants back with the value. */
void set(struct buffer *out, const char *key, const char *flags, const char *value, size_t bytes);

/* Adds a decimal number to the value. */
void increment(struct buffer *out, const char *key, const char *number);

void delete(struct buffer *out, const char *key);

#endif
