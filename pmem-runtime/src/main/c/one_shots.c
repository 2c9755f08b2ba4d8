/* Watches that fire once, see watches.h. */
#include "watches.h"

#define SLOT_SHIFT 48
#define WAIT_MASK ((1ull << SLOT_SHIFT) - 1)
#define TOKEN_MARK 0x5355ull

_Static_assert(WATCH_CAPACITY <= 1u << 16, "16 bits of a token hold the number of a watch");

/* Volatile, by entry: a recovery makes every watch anew. */
static struct {
    uint64_t data;
    uint32_t times_armed;
    uint32_t is_absent;
} told[WATCH_CAPACITY];

static uint32_t number_of(const struct epoll_watch *watch) { return (uint32_t)(watch - WATCHES); }

static uint64_t token_of(uint32_t number, uint32_t times_armed) {
    return TOKEN_MARK << 48 | (uint64_t)times_armed << 16 | number;
}

/* Data that looks like a token gets one too, and so comes back as it was. */
struct epoll_event watch_told(const struct epoll_watch *watch, struct epoll_event wanted) {
    uint32_t number = number_of(watch);
    if ((wanted.events & EPOLLONESHOT) != 0 || is_watch_token(wanted.data)) {
        wanted.data = token_of(number, told[number].times_armed + 1);
    }
    return wanted;
}

void watch_armed(const struct epoll_watch *watch, uint64_t data) {
    told[number_of(watch)].data = data;
    told[number_of(watch)].times_armed++;
    told[number_of(watch)].is_absent = 0;
}

void watch_ended(const struct epoll_watch *watch) { watch_armed(watch, 0); }

struct epoll_watch *watch_of_token(uint64_t token) {
    uint32_t number = (uint16_t)token;
    return token == token_of(number, told[number].times_armed) ? &WATCHES[number] : 0;
}

uint64_t token_data(uint64_t token) { return told[(uint16_t)token].data; }

void watch_fires(struct epoll_watch *watch, const struct thread *thread) {
    if ((watch->events & EPOLLONESHOT) != 0) {
        watch->fired = (slot_number(thread) + 1) << SLOT_SHIFT | ((thread->waits + 1) & WAIT_MASK);
    }
}

/* No wait has the number 0: as if it had been committed. */
void watch_changes(struct epoll_watch *watch) {
    watch->fired = 1ull << SLOT_SHIFT;
    BARRIER();
}

/* A wait that was not committed is repeated under its number: what it had noted must not count then. */
int watch_resumed(struct epoll_watch *watch) {
    uint64_t slot = watch->fired >> SLOT_SHIFT;
    int is_disabled = slot != 0 && slot <= THREAD_CAPACITY && (watch->fired & WAIT_MASK) <= thread_slot(slot - 1)->waits;
    if (!is_disabled) {
        watch->fired = 0;
    }
    told[number_of(watch)].is_absent = (uint32_t)is_disabled;
    return is_disabled;
}

int watch_is_absent(const struct epoll_watch *watch) { return told[number_of(watch)].is_absent != 0; }
