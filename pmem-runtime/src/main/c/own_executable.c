#include "own_executable.h"

#include "often.h"
#include "syscalls.h"
#include "text.h"

#define PROC "/proc/"

/* The number at the start of a text, and where it ends; 0 when there is none. */
static long leading_number(const char **text) {
    long number = 0;
    for (int digits = 0; **text >= '0' && **text <= '9' && digits < 10; (*text)++, digits++) {
        number = number * 10 + (**text - '0');
    }
    return number;
}

PLAIN_RETURN int is_own_executable(const char *path) {
    if (!text_begins(path, PROC)) {
        return 0;
    }
    const char *rest = path + sizeof PROC - 1;
    if (text_equal(rest, "self/exe") || text_equal(rest, "thread-self/exe")) {
        return 1;
    }
    long number = leading_number(&rest);
    return number != 0 && text_equal(rest, "/exe") && number == call0(__NR_getpid);
}
