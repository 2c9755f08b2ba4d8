/*
 * connecting interrupted|restart|cut [WAITING]: a connect to a listener whose queue is full waits, and a signal meets it there. Without SA_RESTART
 * it answers EINTR, the connection goes on, and comes about once the queue has room. "restart": the connect itself goes on. "cut": asked again
 * before there is room, which is when the file WAITING comes to be, it waits until the power fails, and then tells that the connection was reset.
 * Prints "connecting", before that what was wrong.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CLIENTS_MAX 16
#define FULL_AFTER_MILLIS 100
#define LONGEST_MILLIS 20000 /* the kernel asks again after 1, 3, 7 s */

static struct sockaddr_in address = {.sin_family = AF_INET};
static int listener;
static pthread_t first;
static char first_state[64];

static void expect(int holds, const char *what, long detail) {
    if (!holds) printf("%s: %ld, errno %d (%s)\n", what, detail, errno, strerror(errno));
}

static void ignore(int signal) { (void)signal; }

static int is_ready(int fd, int millis) {
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    int answer;
    while ((answer = poll(&ready, 1, millis)) < 0 && errno == EINTR) {
    }
    return answer == 1;
}

/* Connections that nobody accepts, until one does not come about. */
static void fill_queue(void) {
    for (int n = 0; n < CLIENTS_MAX; n++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fd, (struct sockaddr *)&address, sizeof address);
        if (!is_ready(fd, FULL_AFTER_MILLIS)) {
            close(fd);
            return;
        }
    }
    expect(0, "the queue is never full", CLIENTS_MAX);
}

static void empty_queue(void) {
    while (accept(listener, NULL, NULL) >= 0) {
    }
    expect(errno == EAGAIN, "accept", 0);
}

/* S = it sleeps: there is nothing else than the connect that it could sleep in. */
static char state_of_first(void) {
    char line[256] = "";
    int fd = open(first_state, O_RDONLY);
    long count = read(fd, line, sizeof line - 1);
    close(fd);
    const char *end = strrchr(line, ')');
    return count > 0 && end != NULL ? end[2] : '?';
}

static void *disturb(void *is_restart) {
    while (state_of_first() != 'S') {
    }
    pthread_kill(first, SIGUSR1);
    if (is_restart != NULL) empty_queue();
    return NULL;
}

static int open_listener(void) {
    socklen_t length = sizeof address;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(listener, (struct sockaddr *)&address, length) == 0 && getsockname(listener, (struct sockaddr *)&address, &length) == 0 &&
           listen(listener, 0) == 0;
}

int main(int count, char **words) {
    const char *mode = count > 1 ? words[1] : "";
    int restarts = strcmp(mode, "restart") == 0, is_cut = strcmp(mode, "cut") == 0 && count > 2;
    struct sigaction action = {.sa_handler = ignore, .sa_flags = restarts ? SA_RESTART : 0};
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    pthread_t disturber;
    if (!open_listener() || sigaction(SIGUSR1, &action, NULL) != 0) return 1;
    fill_queue();
    first = pthread_self();
    snprintf(first_state, sizeof first_state, "/proc/self/task/%ld/stat", syscall(SYS_gettid));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (pthread_create(&disturber, NULL, disturb, restarts ? words : NULL) != 0) return 1;
    long answer = connect(fd, (struct sockaddr *)&address, sizeof address);
    expect(restarts ? answer == 0 : answer < 0 && errno == EINTR, "connect", answer);
    pthread_join(disturber, NULL);
    if (is_cut) {
        close(open(words[2], O_CREAT | O_WRONLY, 0600));
        answer = connect(fd, (struct sockaddr *)&address, sizeof address);
        expect(answer < 0 && errno == ECONNRESET, "connect after a cut", answer);
    } else {
        empty_queue();
        expect(is_ready(fd, LONGEST_MILLIS), "connected", fd);
        expect(getpeername(fd, (struct sockaddr *)&peer, &length) == 0, "peer", fd);
    }
    printf("connecting\n");
    return 0;
}
