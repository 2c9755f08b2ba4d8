/* 64 bytes into a file of the working directory; at 4 MB it starts over. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "micro.h"

#define FILE_BYTES (4 << 20)

static void run(long count) {
    static int fd = -1;
    static long written;
    char bytes[64] = {1};
    if (fd < 0) {
        fd = open("micro.file", O_CREAT | O_TRUNC | O_RDWR, 0600);
        must(fd >= 0, "micro.file");
    }
    for (long i = 0; i < count; i++) {
        must(write(fd, bytes, sizeof bytes) == sizeof bytes, "write");
        written += (long)sizeof bytes;
        if (written == FILE_BYTES) {
            must(lseek(fd, 0, SEEK_SET) == 0, "lseek");
            written = 0;
        }
    }
}

const struct operation micro_file_write = {"file_write", 1000, run};
