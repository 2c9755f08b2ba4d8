#include "text.h"

#include "often.h"
#include "syscalls.h"

PLAIN_RETURN void *memcpy(void *to, const void *from, size_t length) {
    copy(to, from, length);
    return to;
}

void *memmove(void *to, const void *from, size_t length) {
    if ((uintptr_t)to - (uintptr_t)from >= length) {
        copy_bytes(to, from, length);
        return to;
    }
    uint8_t *last_to = (uint8_t *)to + length - 1;
    const uint8_t *last_from = (const uint8_t *)from + length - 1;
    __asm__ volatile("std\n\trep movsb\n\tcld" : "+D"(last_to), "+S"(last_from), "+c"(length)::"memory");
    return to;
}

PLAIN_RETURN void *memset(void *to, int byte, size_t length) {
    void *start = to;
    if (length > FEW_BYTES) {
        __asm__ volatile("rep stosb" : "+D"(to), "+c"(length) : "a"(byte) : "memory");
        return start;
    }
    for (; length >= sizeof(any_word); length -= sizeof(any_word)) {
        *(volatile any_word *)to = 0x0101010101010101ull * (uint8_t)byte;
        to = (uint8_t *)to + sizeof(any_word);
    }
    for (; length > 0; length--) {
        *(volatile uint8_t *)to = (uint8_t)byte;
        to = (uint8_t *)to + 1;
    }
    return start;
}

PLAIN_RETURN int memcmp(const void *left, const void *right, size_t length) {
    const uint8_t *a = left;
    const uint8_t *b = right;
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

PLAIN_RETURN size_t text_length(const char *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

PLAIN_RETURN int text_equal(const char *left, const char *right) {
    size_t length = text_length(left);
    return length == text_length(right) && memcmp(left, right, length) == 0;
}

PLAIN_RETURN int text_begins(const char *text, const char *start) {
    while (*start != 0 && *text == *start) {
        text++;
        start++;
    }
    return *start == 0;
}

PLAIN_RETURN int text_copy(char *to, size_t capacity, const char *from) {
    size_t length = text_length(from);
    if (length + 1 > capacity) {
        return -1;
    }
    memcpy(to, from, length + 1);
    return 0;
}

static void say(const char *text) { call3(__NR_write, 2, text, text_length(text)); }

static void say_number(long number) {
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    say(digits + at);
}

_Noreturn void fail(int code, const char *what, const char *detail, long error) {
    say("suzaku: ");
    say(what);
    say(": ");
    say(detail);
    if (error < 0) {
        say(" (errno ");
        say_number(-error);
        say(")");
    }
    say("\n");
    for (;;) {
        call1(__NR_exit_group, code);
    }
}
