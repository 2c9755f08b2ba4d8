/* advice: what changes contents or what a child gets, and the runtime does not do, must not be answered as done. Ends with 0 when it is so. */
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define GUARD_INSTALL 102

int main(void) {
    const int refused[] = {MADV_REMOVE, MADV_DONTFORK, 18 /* MADV_WIPEONFORK */, GUARD_INSTALL, 9999};
    const int done[] = {MADV_NORMAL, MADV_WILLNEED, MADV_HUGEPAGE, MADV_DONTDUMP, MADV_DONTNEED};
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return 2;
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (madvise(page, 4096, refused[i]) != -1 || errno != EINVAL) {
            dprintf(2, "advice %d is not refused: errno %d\n", refused[i], errno);
            return 1;
        }
    }
    for (unsigned i = 0; i < sizeof done / sizeof done[0]; i++) {
        *page = 1;
        if (madvise(page, 4096, done[i]) != 0 || *page != (done[i] != MADV_DONTNEED)) {
            dprintf(2, "advice %d: errno %d, contents %d\n", done[i], errno, *page);
            return 1;
        }
    }
    return 0;
}
