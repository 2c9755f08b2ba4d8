/* Notes in the image that a signal has ended the program: of a detached one nobody else learns it; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../layout.h"

static bool is_cut_or_recovering(int tables) {
    uint32_t state = IMAGE_EMPTY;
    uint64_t being_cut = 1;
    return pread(tables, &state, sizeof state, offsetof(struct image_header, state)) != sizeof state || state != IMAGE_RUNNING ||
           pread(tables, &being_cut, sizeof being_cut, offsetof(struct image_header, being_cut)) != sizeof being_cut || being_cut != 0;
}

void note_end(int image_fd, int status) {
    if (!WIFSIGNALED(status)) return; /* the runtime has noted the exit code */
    int tables = openat(image_fd, "tables", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (tables < 0) return; /* somebody has removed the image */
    uint32_t code = 128 + (uint32_t)WTERMSIG(status), state = IMAGE_KILLED;
    if (!is_cut_or_recovering(tables) &&
        pwrite(tables, &code, sizeof code, offsetof(struct image_header, exit_code)) == sizeof code)
        pwrite(tables, &state, sizeof state, offsetof(struct image_header, state)); /* last: it says that the code counts */
    close(tables);
}
