#include "watches.h"

#include "files.h"
#include "often.h"
#include "text.h"
#include "threads.h"

struct lock watches_lock;

static uint32_t hash_of(uint32_t epoll_file, uint32_t fd) {
    uint64_t mixed = (((uint64_t)epoll_file << 32) | fd) * 0x9e3779b97f4a7c15ull;
    return (uint32_t)(mixed >> 40) % WATCH_CAPACITY;
}

static uint64_t *page_word(uint32_t at) { return &HEADER->watch_pages[at / WATCH_PAGE_ENTRIES / 64]; }

static uint64_t page_bit(uint32_t at) { return 1ull << (at / WATCH_PAGE_ENTRIES % 64); }

static int is_in_use(uint32_t at) { return (*page_word(at) & page_bit(at)) != 0; }

static void use_page(uint32_t at) {
    memset(&WATCHES[at / WATCH_PAGE_ENTRIES * WATCH_PAGE_ENTRIES], 0, PAGE_SIZE);
    HEADER->watches_used = 1;
    BARRIER();
    *page_word(at) |= page_bit(at);
}

uint32_t watch_seek(uint32_t at) {
    while (at < WATCH_CAPACITY && !is_in_use(at)) {
        at = (at / WATCH_PAGE_ENTRIES + 1) * WATCH_PAGE_ENTRIES;
    }
    return at;
}

struct epoll_watch *watch_find(uint32_t epoll_file, uint32_t fd, uint32_t file) {
    uint32_t at = hash_of(epoll_file, fd);
    for (uint32_t i = 0; i < WATCH_CAPACITY && is_in_use(at) && WATCHES[at].epoll_file != 0; i++) {
        if (*watch_key(&WATCHES[at]) == watch_word(epoll_file, fd) && WATCHES[at].file == file) {
            return &WATCHES[at];
        }
        at = (at + 1) % WATCH_CAPACITY;
    }
    return 0;
}

struct epoll_watch *watch_free_entry(uint32_t epoll_file, uint32_t fd) {
    uint32_t at = hash_of(epoll_file, fd);
    for (uint32_t i = 0; i < WATCH_CAPACITY; i++) {
        if (!is_in_use(at)) {
            use_page(at);
        }
        if (WATCHES[at].epoll_file == 0 || WATCHES[at].epoll_file == WATCH_DELETED) {
            return &WATCHES[at];
        }
        at = (at + 1) % WATCH_CAPACITY;
    }
    return 0;
}

static void forget(struct epoll_watch *watch) {
    watch_ended(watch);
    *watch_key(watch) = WATCH_DELETED;
}

PLAIN_RETURN void watches_forget(uint32_t fd, uint32_t file) {
    int is_held = lock_unless_alone(&watches_lock);
    for (uint32_t i = 0; HEADER->watches_used != 0 && i < HEADER->files_high; i++) {
        struct epoll_watch *watch = FILES[i].kind == FILE_EPOLL ? watch_find(i, fd, file) : 0;
        if (watch != 0) {
            forget(watch);
        }
    }
    release_unless_alone(&watches_lock, is_held);
}

void watches_forget_epoll(uint32_t epoll_file) {
    lock_acquire(&watches_lock);
    for (uint32_t i = watch_seek(0); i < WATCH_CAPACITY; i = watch_seek(i + 1)) {
        if (WATCHES[i].epoll_file == epoll_file + 1) {
            forget(&WATCHES[i]);
        }
    }
    lock_release(&watches_lock);
}
