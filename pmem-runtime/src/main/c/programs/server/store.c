#include "store.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1 << 16, FLAGS_ROOM = 12, HEAD_ROOM = KEY_MAX + FLAGS_ROOM + 64, NUMBER_ROOM = 32 };

struct entry {
    struct entry *next;
    char *value;
    size_t value_bytes;
    char flags[FLAGS_ROOM];
    char key[KEY_MAX + 1];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *buckets[BUCKETS];

/* Where the pointer to a key's entry is, or to none. Under the lock. */
static struct entry **find(const char *key) {
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *at = key; *at; at++) hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    struct entry **at = &buckets[(hash ^ hash >> 32) % BUCKETS];
    while (*at && strcmp((*at)->key, key) != 0) at = &(*at)->next;
    return at;
}

static void assign(struct entry *entry, const char *value, size_t bytes) {
    if (!entry->value || entry->value_bytes != bytes) {
        entry->value = must(realloc(entry->value, bytes + 1));
        entry->value_bytes = bytes;
    }
    memcpy(entry->value, value, bytes);
    entry->value[bytes] = 0;
}

void get(struct buffer *out, const char *key) {
    pthread_mutex_lock(&lock);
    const struct entry *entry = *find(key);
    if (entry) {
        char *head = room(out, HEAD_ROOM);
        out->used += (size_t)sprintf(head, "VALUE %s %s %zu\r\n", key, entry->flags, entry->value_bytes);
        put(out, entry->value, entry->value_bytes);
        say(out, "\r\n");
    }
    pthread_mutex_unlock(&lock);
    say(out, "END\r\n");
}

void set(struct buffer *out, const char *key, const char *flags, const char *value, size_t bytes) {
    pthread_mutex_lock(&lock);
    struct entry **at = find(key);
    if (!*at) {
        *at = must(calloc(1, sizeof **at));
        strcpy((*at)->key, key);
    }
    snprintf((*at)->flags, sizeof (*at)->flags, "%s", flags);
    assign(*at, value, bytes);
    pthread_mutex_unlock(&lock);
    say(out, "STORED\r\n");
}

void increment(struct buffer *out, const char *key, const char *number) {
    char text[NUMBER_ROOM] = "NOT_FOUND";
    pthread_mutex_lock(&lock);
    struct entry *entry = *find(key);
    if (entry) {
        int length = sprintf(text, "%llu", strtoull(entry->value, 0, 10) + strtoull(number, 0, 10));
        assign(entry, text, (size_t)length);
    }
    pthread_mutex_unlock(&lock);
    say(out, strcat(text, "\r\n"));
}

void delete(struct buffer *out, const char *key) {
    pthread_mutex_lock(&lock);
    struct entry **at = find(key), *entry = *at;
    if (entry) *at = entry->next;
    pthread_mutex_unlock(&lock);
    say(out, entry ? "DELETED\r\n" : "NOT_FOUND\r\n");
    if (entry) free(entry->value);
    free(entry);
}
