/* sleeper: prints "ready" and its process id, then sleeps for ever. For tests of lifetimes. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
    printf("ready %d\n", (int)getpid());
    fflush(stdout);
    while (1) pause();
}
