/*
 * Descriptors and open file descriptions. A descriptor's word in FDS is its commit point; FILES entries that no word and
 * no mapping names are collected by the next recovery.
 */
#ifndef SUZAKU_FILES_H
#define SUZAKU_FILES_H

#include "image.h"
#include "lock.h"

/* Volatile: one lock for each open file description (offsets, counters) and one for the allocation of entries. */
extern struct lock file_locks[FILE_CAPACITY];
extern uint32_t file_used[FILE_CAPACITY];

#define WORD_OPEN 1ull
#define WORD_CLOSE_ON_EXEC 2ull
#define WORD_ONLY_PASSES 4ull

#define FAMILY_UNIX 1 /* open_file.domain; 0 = not known, as of what an inherited socket has accepted */

uint64_t fd_word(const struct open_file *file, int close_on_exec);

static inline uint32_t word_file(uint64_t word) { return (uint32_t)(word >> 32); }

/* What fcntl can change of a description; <linux/fcntl.h> names them. */
#define STATUS_FLAGS (uint32_t)(O_APPEND | O_NONBLOCK | O_NOATIME | O_DIRECT)

/* The open file behind fd, or 0 when the table does not know it. */
static inline struct open_file *file_of(uint64_t fd) {
    return fd < FD_CAPACITY && (FDS[fd].word & WORD_OPEN) != 0 ? &FILES[word_file(FDS[fd].word)] : 0;
}
static inline uint32_t file_number(const struct open_file *file) { return (uint32_t)(file - FILES); }
static inline struct lock *file_lock(const struct open_file *file) { return &file_locks[file - FILES]; }

/* A cleared entry whose kind is still FILE_FREE: set it last. Ends the process when the table is full. */
struct open_file *file_allocate(void);
/* Counts descriptors and mappings on a file; the last release frees it and its watches. */
void file_retain(uint32_t file);
void file_release(uint32_t file);

/* Records that `fd` now names `file`, as the commit of the thread's call. Answers fd. */
long fd_commit(struct thread *thread, long fd, struct open_file *file, int close_on_exec);
/* The same for a descriptor that exists before the program's first instruction. */
void fd_publish(int fd, struct open_file *file, int close_on_exec);

/* Fills kind, flags, identity and path of a descriptor that openat has just made. */
void file_describe(struct open_file *file, int fd, int directory_fd, const char *path, int flags);

/*
 * MAP_PRIVATE is copied into the pool; MAP_SHARED of a writable kind becomes MAPPING_FILE, its file retained once for the caller. 0 or
 * -errno.
 */
long describe_file_mapping(int fd, uint32_t flags, uint64_t offset, struct mapping *mapping);
/* Volatile: 1 once the descriptors of the table are those of this process. */
extern int descriptors_in_place;
long map_shared_file(const struct mapping *mapping);

/*
 * Descriptors that a child shares: from the fork on the kernel's offset counts, since the child moves it too. Marks
 * all that are open now; then, before an offset is used, refresh_shared_offset; after it was changed, keep_shared_offset.
 */
extern uint8_t file_shared[FILE_CAPACITY];
void share_descriptors(void);
/* Before a child or a message gets ends of pipes, and before the others stand still for a fork. */
void share_pipes(void);
void refresh_shared_offset(struct open_file *file, uint64_t fd);
void keep_shared_offset(const struct open_file *file, uint64_t fd, uint64_t offset);
void refresh_shared_offsets(void);

/* Drops what epoll sets know about a descriptor that is being closed. */
void watches_forget(uint32_t fd, uint32_t file);
void watches_forget_epoll(uint32_t epoll_file);

#endif
