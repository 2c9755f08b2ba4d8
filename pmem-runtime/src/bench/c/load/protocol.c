#include "protocol.h"

#include <stdio.h>
#include <string.h>

static size_t put_value(char *to, size_t at, const char *value, size_t bytes) {
    memcpy(to + at, value, bytes);
    memcpy(to + at + bytes, "\r\n", 2);
    return at + bytes + 2;
}

static size_t memcached_set(char *to, unsigned long key, const char *value, size_t bytes) {
    return put_value(to, (size_t)sprintf(to, "set key%013lu 0 0 %zu\r\n", key, bytes), value, bytes);
}

static size_t memcached_get(char *to, unsigned long key) { return (size_t)sprintf(to, "get key%013lu\r\n", key); }

static size_t memcached_stored(char *to) { return (size_t)sprintf(to, "STORED\r\n"); }

static size_t memcached_found(char *to, unsigned long key, const char *value, size_t bytes) {
    size_t at = put_value(to, (size_t)sprintf(to, "VALUE key%013lu 0 %zu\r\n", key, bytes), value, bytes);
    memcpy(to + at, "END\r\n", 5);
    return at + 5;
}

static size_t redis_set(char *to, unsigned long key, const char *value, size_t bytes) {
    return put_value(to, (size_t)sprintf(to, "*3\r\n$3\r\nSET\r\n$16\r\nkey%013lu\r\n$%zu\r\n", key, bytes), value, bytes);
}

static size_t redis_get(char *to, unsigned long key) {
    return (size_t)sprintf(to, "*2\r\n$3\r\nGET\r\n$16\r\nkey%013lu\r\n", key);
}

static size_t redis_stored(char *to) { return (size_t)sprintf(to, "+OK\r\n"); }

static size_t redis_found(char *to, unsigned long key, const char *value, size_t bytes) {
    (void)key;
    return put_value(to, (size_t)sprintf(to, "$%zu\r\n", bytes), value, bytes);
}

static const struct protocol protocols[] = {
    {"memcached", memcached_set, memcached_get, memcached_stored, memcached_found},
    {"redis", redis_set, redis_get, redis_stored, redis_found},
};

const struct protocol *protocol_named(const char *name) {
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
        if (strcmp(protocols[i].name, name) == 0) return &protocols[i];
    return 0;
}
