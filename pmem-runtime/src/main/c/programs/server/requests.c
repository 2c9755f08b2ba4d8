#include "requests.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "store.h"

enum { WORDS = 5, LINE_ROOM = 512, INCOMPLETE = -1, HOPELESS = -2 };

static ssize_t perform_set(struct buffer *out, char **words, const char *rest, const char *end) {
    size_t bytes = strtoul(words[4], 0, 10);
    if (bytes > VALUE_MAX) {
        say(out, "SERVER_ERROR object too large for cache\r\n");
        return HOPELESS;
    }
    if ((size_t)(end - rest) < bytes + 2) return INCOMPLETE;
    set(out, words[1], words[2], rest, bytes);
    return (ssize_t)bytes + 2;
}

/* A line and what follows it up to `end`. Answers how many bytes of that were its value's, INCOMPLETE or HOPELESS. */
static ssize_t perform(struct buffer *out, char *line, const char *rest, const char *end) {
    char *words[WORDS] = {0}, *place = 0;
    int count = 0;
    for (char *word = strtok_r(line, " ", &place); word && count < WORDS; word = strtok_r(0, " ", &place)) words[count++] = word;
    if (count < 2 || strlen(words[1]) > KEY_MAX) {
        say(out, "ERROR\r\n");
    } else if (strcmp(words[0], "get") == 0) {
        get(out, words[1]);
    } else if (strcmp(words[0], "set") == 0 && count == WORDS) {
        return perform_set(out, words, rest, end);
    } else if (strcmp(words[0], "incr") == 0 && count == 3) {
        increment(out, words[1], words[2]);
    } else if (strcmp(words[0], "delete") == 0) {
        delete(out, words[1]);
    } else {
        say(out, "ERROR\r\n");
    }
    return 0;
}

int perform_all(struct buffer *in, struct buffer *out) {
    char line[LINE_ROOM], *at = in->bytes, *end = at + in->used;
    ssize_t value = 0;
    while (value >= 0) {
        size_t rest = (size_t)(end - at);
        char *newline = rest > 0 ? memchr(at, '\n', rest) : 0;
        size_t length = newline ? (size_t)(newline - at) : rest;
        if (length >= sizeof line) return 0;
        if (!newline) break;
        memcpy(line, at, length);
        line[length - (length > 0 && line[length - 1] == '\r')] = 0;
        value = perform(out, line, newline + 1, end);
        if (value >= 0) at = newline + 1 + value;
    }
    in->used = (size_t)(end - at);
    memmove(in->bytes, at, in->used);
    return value != HOPELESS;
}
