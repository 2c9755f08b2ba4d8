/* Pipes and FIFOs: what is inside is kept a second time in the image, byte for byte. */
#ifndef SUZAKU_PIPES_H
#define SUZAKU_PIPES_H

#include <linux/uio.h>

#include "image.h"
#include "lock.h"

/* What is known of each pipe_buffer, volatile. Together, so that a transfer finds it in one line of the processor's cache. */
struct pipe_state {
    uint32_t is_shared; /* somebody else may have ends (a child, or as it is a FIFO): bytes come and go that the image does not see */
    uint32_t ends;      /* open files of it; 0 = the entry is free */
    uint32_t is_small;  /* the kernel's pipe holds less than the usual PIPE_BYTES */
    struct lock lock;
};

extern struct pipe_state pipe_states[PIPE_CAPACITY];

static inline int is_pipe(const struct open_file *file) {
    return file->kind == FILE_PIPE_READ || file->kind == FILE_PIPE_WRITE || file->kind == FILE_PIPE_BOTH;
}

static inline int is_fifo_mode(uint32_t mode) { return (mode & 0170000) == 0010000; }

/* Makes a described file, just opened by path, an end of the pipe that is already open or of a new one. 0 or -ENFILE. */
long pipe_opened(struct open_file *file);

/* Another description of the same pipe, closed on exec. A descriptor or -errno. */
long open_again(long fd, uint32_t flags);

/* An end has lost its last descriptor; with the last one the entry becomes free. */
void pipe_end_released(uint64_t pipe);

/* Looks up, through one of its descriptors, whether the pipe is small. */
void note_pipe_size(uint64_t pipe, long fd);

/* Somebody else will have ends of the pipe too: from the return on nobody counts on being alone with it. */
void pipe_share(uint64_t pipe);

/* fcntl with F_SETPIPE_SZ. More than PIPE_BYTES is refused with EPERM, as to a user who has no more: the image holds no more. */
long pipe_resize(struct thread *thread, const struct open_file *file);

/* read and write of an end, into or out of `piece` of the application's memory. */
long pipe_read(struct thread *thread, struct open_file *file, struct iovec piece);
long pipe_write(struct thread *thread, struct open_file *file, struct iovec piece);

/* The image's pipe behind an end. */
static inline struct pipe_buffer *pipe_of(const struct open_file *file) { return &PIPES[file->offset]; }

#endif
