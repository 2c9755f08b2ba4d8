/*
 * What epoll sets watch: a hash table by (epoll file, descriptor), rebuilt into the kernel by a recovery. It has 512 pages, of which a
 * recovery reads those that were ever used.
 *
 * EPOLLONESHOT. A watch is disabled when the wait that took its event was committed, and armed when not, since then the wait is repeated.
 * So a wait writes into the watch which wait of which thread it is, and its commit is one store for all events that it answers: the
 * thread's number of waits. To know in which order a wait and an epoll_ctl of another thread reached the kernel, the kernel is given a
 * **token** in place of such a watch's data: the entry's number, and how often it has been armed. An event of a watch that has been armed
 * again since is dropped: arming made the kernel look again.
 */
#ifndef SUZAKU_WATCHES_H
#define SUZAKU_WATCHES_H

#include <linux/eventpoll.h>

#include "image.h"
#include "lock.h"

extern struct lock watches_lock;

/* All of these want watches_lock. */

/* The entry of a descriptor of this open file, or 0. */
struct epoll_watch *watch_find(uint32_t epoll_file, uint32_t fd, uint32_t file);
/* A free entry on the probe path of (epoll_file, fd), or 0 when the table is full. */
struct epoll_watch *watch_free_entry(uint32_t epoll_file, uint32_t fd);

/* The first entry from number `at` on that lies in a page in use, or WATCH_CAPACITY: `for (i = watch_seek(0); ...; i = watch_seek(i + 1))`. */
uint32_t watch_seek(uint32_t at);

/* What the kernel is to be told in place of `wanted`; then that it has been told, in place of which data. */
struct epoll_event watch_told(const struct epoll_watch *watch, struct epoll_event wanted);
void watch_armed(const struct epoll_watch *watch, uint64_t data);
/* No event of the entry that is still under way will count. */
void watch_ended(const struct epoll_watch *watch);

/* The watch that an event is of, or 0 when it has been armed again or removed since. Its data must be a token. */
struct epoll_watch *watch_of_token(uint64_t token);
static inline int is_watch_token(uint64_t data) { return data >> 48 == 0x5355; /* no pointer begins so */ }

/* Notes that the next wait that this thread commits has taken the watch's event. */
void watch_fires(struct epoll_watch *watch, const struct thread *thread);

/* A recovery disables it until `fired` is 0 again: what is half changed must have no event before the call is repeated, and one after. */
void watch_changes(struct epoll_watch *watch);

/* At a recovery: 1 when it is disabled. Then the kernel does not have it (it would report errors of a watch for nothing) until it is armed. */
int watch_resumed(struct epoll_watch *watch);
int watch_is_absent(const struct epoll_watch *watch);

/* In a forked child, which has no tables: the data that a token stood for at the fork. Wants no lock. */
uint64_t token_data(uint64_t token);

static inline uint64_t watch_word(uint32_t epoll_file, uint32_t fd) { return (epoll_file + 1) | ((uint64_t)fd << 32); }
static inline uint64_t *watch_key(struct epoll_watch *watch) { return (uint64_t *)&watch->epoll_file; }

#endif
