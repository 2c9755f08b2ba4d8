/* Pipes: what is inside is kept a second time in the image, byte for byte. */
#ifndef SUZAKU_PIPES_H
#define SUZAKU_PIPES_H

#include <linux/uio.h>

#include "image.h"

/* Volatile: how many ends of each pipe_buffer exist; 0 = the entry is free. */
extern uint8_t pipe_ends[PIPE_CAPACITY];

/* Volatile: 1 = a child has ends of this pipe too, so that bytes come and go that the image does not see. */
extern uint8_t pipe_shared[PIPE_CAPACITY];

/* An end has lost its last descriptor; with the second one the entry becomes free. */
void pipe_end_released(uint64_t pipe);

/* read and write of an end, into or out of `piece` of the application's memory. */
long pipe_read(struct thread *thread, struct open_file *file, struct iovec piece);
long pipe_write(struct thread *thread, struct open_file *file, struct iovec piece);

/* The image's pipe behind an end. */
static inline struct pipe_buffer *pipe_of(const struct open_file *file) { return &PIPES[file->offset]; }

#endif
