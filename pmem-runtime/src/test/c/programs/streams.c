/* Writes to standard output and standard error in turns. */
#include <stdio.h>

int main(void) {
    int written = dprintf(1, "output\n");
    written += dprintf(2, "error\n");
    written += dprintf(1, "output again\n");
    return written == 26 ? 0 : 1;
}
