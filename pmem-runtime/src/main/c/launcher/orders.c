/* What the controller says once it has accepted the image; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ORDERS_BYTES_MAX = 96 };

static void parse_orders(struct launch *launch, const char *line) {
    int words = sscanf(line, "%d %lld %lld", &launch->tid, &launch->monotonic_nanos, &launch->boottime_nanos);
    if ((words != 1 && words != 3) || launch->tid < 2) fail(EXIT_INTERNAL, "the controller's orders are no orders: %s", line);
    launch->own_clocks = words == 3;
}

bool await_orders(struct launch *launch) {
    char line[ORDERS_BYTES_MAX + 1] = "";
    size_t length = 0;
    while (length == 0 || line[length - 1] != '\n') {
        if (length == ORDERS_BYTES_MAX) fail(EXIT_INTERNAL, "the controller's orders have no end: %s", line);
        ssize_t more = read(CONTROLLER_FD, line + length, ORDERS_BYTES_MAX - length);
        if (more < 0) fail(EXIT_INTERNAL, "cannot read the controller's orders: %s", strerror(errno));
        if (more == 0) return false;
        length += (size_t)more;
    }
    parse_orders(launch, line);
    return true;
}
