/* Pipes: what is inside is kept a second time in the image, byte for byte. */
#ifndef SUZAKU_PIPES_H
#define SUZAKU_PIPES_H

#include "image.h"

/* Volatile: which pipe_buffer entries are taken. */
extern uint8_t pipe_taken[PIPE_CAPACITY];

long pipe_read(struct thread *thread, struct open_file *file);
long pipe_write(struct thread *thread, struct open_file *file);

/* The image's pipe behind an end. */
static inline struct pipe_buffer *pipe_of(const struct open_file *file) { return &PIPES[file->offset]; }

#endif
