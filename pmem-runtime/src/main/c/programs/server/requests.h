/* The requests of a connection. */
#ifndef SUZAKU_SERVER_REQUESTS_H
#define SUZAKU_SERVER_REQUESTS_H

#include "buffer.h"

/* Performs the requests that have come completely and keeps the rest of `in`. 0 = it is no such request: the connection must end. */
int perform_all(struct buffer *in, struct buffer *out);

#endif
