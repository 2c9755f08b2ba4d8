/* boundname DIRECTORY: listens on the relative name "name" in DIRECTORY/bound, goes to DIRECTORY/other, prints "ready", sleeps for ever. */
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void expect(int holds, const char *what) {
    if (!holds) {
        perror(what);
        _exit(1);
    }
}

int main(int count, char **words) {
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "name"};
    expect(count == 2 && chdir(words[1]) == 0 && chdir("bound") == 0, "boundname DIRECTORY");
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    expect(bind(listener, (struct sockaddr *)&name, sizeof name) == 0 && listen(listener, 5) == 0, "bind");
    expect(chdir("../other") == 0, "other");
    puts("ready");
    fflush(stdout);
    while (1) pause();
}
