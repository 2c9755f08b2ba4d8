/* ends NAME GO: has files open that have lost their names NAME0 to NAME3, says "ready", and ends with 7 when the file GO exists. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(int count, char **words) {
    char name[512];
    if (count != 3) return 2;
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%d", words[1], i);
        if (open(name, O_RDWR | O_CREAT | O_EXCL, 0600) < 0 || unlink(name) != 0) return 1;
    }
    dprintf(1, "ready\n");
    while (access(words[2], F_OK) != 0) continue;
    _exit(7);
}
