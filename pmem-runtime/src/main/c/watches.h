/* What epoll sets watch: a hash table by (epoll file, descriptor), rebuilt into the kernel by a recovery. */
#ifndef SUZAKU_WATCHES_H
#define SUZAKU_WATCHES_H

#include "image.h"
#include "lock.h"

extern struct lock watches_lock;

/* The entry of (epoll_file, fd), or 0. Wants watches_lock. */
struct epoll_watch *watch_find(uint32_t epoll_file, uint32_t fd);
/* A free entry on the probe path of (epoll_file, fd), or 0 when the table is full. Wants watches_lock. */
struct epoll_watch *watch_free_entry(uint32_t epoll_file, uint32_t fd);

static inline uint64_t watch_word(uint32_t epoll_file, uint32_t fd) { return (epoll_file + 1) | ((uint64_t)fd << 32); }
static inline uint64_t *watch_key(struct epoll_watch *watch) { return (uint64_t *)&watch->epoll_file; }

#endif
