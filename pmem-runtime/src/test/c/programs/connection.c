/*
 * connection STOP [restart]: until there is a file STOP, sends numbers over a TCP connection to a thread that echoes them, while another thread
 * forks and sends signals that meet the first one anywhere in its calls. "restart": the handler is installed with SA_RESTART, and no call may fail;
 * without it a call may answer EINTR. A cut resets the connection: then there is a new one. Prints what was wrong, and "broken N".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIGNALS_PER_FORK 16

static int listener, connection = -1, restarts;
static struct sockaddr_in address = {.sin_family = AF_INET};
static atomic_int ends;
static atomic_long handled;

static void count(int signal) {
    (void)signal;
    handled++;
}

static void stop(const char *what) {
    perror(what);
    exit(3);
}

/* Whether the connection is over, as after a cut. */
static int is_broken(ssize_t answer) { return answer == 0 || (answer < 0 && (errno == ECONNRESET || errno == EPIPE)); }

static void *echo(void *unused) {
    while (!ends) {
        char bytes[8];
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) stop("accept");
        for (;;) {
            ssize_t count = read(fd, bytes, sizeof bytes);
            if (is_broken(count)) break;
            struct iovec pieces[2] = {{bytes, 1}, {bytes + 1, (size_t)count - 1}};
            if (count < 0) stop("read of the echo");
            ssize_t sent = writev(fd, pieces, 2);
            if (is_broken(sent)) break;
            if (sent != count) stop("writev of the echo");
        }
        close(fd);
    }
    return unused;
}

static void *disturb(void *other) {
    for (long n = 1; !ends; n++) {
        if (pthread_kill(*(pthread_t *)other, SIGUSR1) != 0) stop("pthread_kill");
        if (n % SIGNALS_PER_FORK == 0) {
            pid_t child = fork();
            if (child == 0) _exit(0);
            if (child < 0 || waitpid(child, NULL, 0) != child) stop("fork");
        }
        long before = handled;
        for (int i = 0; i < 1000 && handled == before; i++) {
        }
    }
    return other;
}

static void connect_again(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    do {
        if (connection >= 0) close(connection);
        connection = socket(AF_INET, SOCK_STREAM, 0);
    } while (connect(connection, (struct sockaddr *)&address, sizeof address) != 0 && errno == ECONNRESET);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/* Moves all 8 bytes; 0 when the connection is over. */
static int move(char *bytes, ssize_t (*call)(int, char *, size_t), const char *what) {
    for (size_t done = 0; done < 8;) {
        ssize_t moved = call(connection, bytes + done, 8 - done);
        if (is_broken(moved)) return 0;
        if (moved < 0 && (errno != EINTR || restarts)) stop(what);
        done += moved > 0 ? (size_t)moved : 0;
    }
    return 1;
}

static ssize_t call_read(int fd, char *bytes, size_t count) { return read(fd, bytes, count); }
static ssize_t call_recv(int fd, char *bytes, size_t count) { return recv(fd, bytes, count, 0); }
static ssize_t call_write(int fd, char *bytes, size_t count) { return write(fd, bytes, count); }

static ssize_t call_sendmsg(int fd, char *bytes, size_t count) {
    struct iovec piece = {bytes, count};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

static int exchange(long number) {
    char out[8], in[8];
    int odd = (int)(number & 1);
    memcpy(out, &number, 8);
    if (!move(out, odd ? call_write : call_sendmsg, "send") || !move(in, odd ? call_read : call_recv, "receive")) return 0;
    if (memcmp(out, in, 8) != 0) printf("round %ld: another answer\n", number);
    return 1;
}

int main(int words_count, char **words) {
    if (words_count < 2) return 1;
    socklen_t length = sizeof address;
    pthread_t self = pthread_self(), echoing, disturbing;
    restarts = words_count > 2;
    struct sigaction action = {.sa_handler = count, .sa_flags = restarts ? SA_RESTART : 0};
    sigaction(SIGUSR1, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 8) != 0) stop("listen");
    if (getsockname(listener, (struct sockaddr *)&address, &length) != 0) stop("getsockname");
    if (pthread_create(&echoing, NULL, echo, NULL) != 0 || pthread_create(&disturbing, NULL, disturb, &self) != 0) stop("threads");
    long broken = 0;
    connect_again();
    for (long number = 1; access(words[1], F_OK) != 0; number++) {
        for (; !exchange(number); broken++) connect_again();
    }
    ends = 1;
    connect_again(); /* for the echo that a cut has left waiting */
    close(connection);
    pthread_join(disturbing, NULL);
    pthread_join(echoing, NULL);
    printf("broken %ld\n", broken);
    return 0;
}
