/* refused ERRNO NUMBER...: makes each call without arguments and ends with 0 when all are answered with that error number. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int count, char **words) {
    if (count < 3) return 2;
    for (int i = 2; i < count; i++) {
        if (syscall(atol(words[i]), 0, 0, 0, 0, 0, 0) != -1 || errno != atoi(words[1])) {
            dprintf(2, "call %s: errno %d\n", words[i], errno);
            return 1;
        }
    }
    return 0;
}
