/* Requests of a key-value server whose answers have a known length: keys of 16 bytes, values of a fixed size, every key stored. */
#ifndef SUZAKU_PROTOCOL_H
#define SUZAKU_PROTOCOL_H

#include <stddef.h>

#define KEY_BYTES 16
#define REQUEST_ROOM 256 /* bytes of a request besides its value */

struct protocol {
    const char *name;
    /* Writes a request to `to` (value_bytes + REQUEST_ROOM bytes) and answers its length. */
    size_t (*set)(char *to, unsigned long key, const char *value, size_t value_bytes);
    size_t (*get)(char *to, unsigned long key);
    /* The whole answer that a server gives to one; its length is answered. */
    size_t (*stored)(char *to);
    size_t (*found)(char *to, unsigned long key, const char *value, size_t value_bytes);
};

/* "memcached" or "redis"; 0 when there is no such protocol. */
const struct protocol *protocol_named(const char *name);

#endif
