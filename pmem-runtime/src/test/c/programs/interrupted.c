/*
 * interrupted DIRECTORY [restart]: while others send SENT and LEFT, every call must answer what it would have answered without, and a signal that
 * is unblocked must be handled before the call that unblocks it is over. "restart": handlers are installed with SA_RESTART, and a call that waits
 * is made too. A second thread is sent signals that it has blocked. Goes on until the file DIRECTORY/stop exists. Prints what was wrong, and "sent N".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef FUTEX_WAKE
#define FUTEX_WAKE 1
#endif
#define SENT 40 /* real-time signals: none merges with another */
#define LEFT 41 /* now handled, now ignored */

static volatile sig_atomic_t raised, sent, once;
static volatile long round_now, lines_of_second;
static char stop[PATH_MAX], name[PATH_MAX];
static int file, nothing, appended, datagrams, listener, pipe_ends[2];
static struct sockaddr_in own_address, listener_address;
static atomic_long posted, taken, delivered;
static atomic_int ends;

/* Prints what is wrong, and when. */
static void expect(int holds, const char *what, long detail) {
    if (!holds) printf("round %ld: %s: %ld, errno %d\n", round_now, what, detail, errno);
}

static void count(int signal) {
    if (signal == SIGUSR1) raised++;
    if (signal == SENT) sent++;
    if (signal == SIGUSR2) once++;
    if (signal == SIGURG) delivered++;
}

static void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    expect(sigaction(signal, &action, NULL) == 0, "sigaction", signal);
}

static sigset_t set_of(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

static void append(void) { expect(write(appended, "a line\n", 7) == 7, "append", 0); }

/* At once after a recovery, in the second thread: what it appends must not be taken for what the first one was appending. */
static void append_after_cut(int signal) {
    (void)signal;
    append();
    lines_of_second++;
}

/* SIGURG waits for this thread, blocked, until it looks. */
static void *look(void *unused) {
    sigset_t set = set_of(SIGURG);
    (void)unused;
    while (!ends) {
        if (taken == posted) continue;
        pthread_sigmask(SIG_UNBLOCK, &set, NULL);
        expect(delivered == posted, "a signal that waited for the second thread", delivered - posted);
        pthread_sigmask(SIG_BLOCK, &set, NULL);
        taken = taken + 1;
    }
    return NULL;
}

static void unblock_one(void) {
    sigset_t set = set_of(SIGUSR1);
    expect(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "block", 0);
    expect(raise(SIGUSR1) == 0, "raise", 0);
    expect(raised == round_now - 1, "a blocked signal", raised);
    expect(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0, "unblock", 0);
    expect(raised == round_now, "an unblocked signal", raised);
    raised = (sig_atomic_t)round_now;
}

/* None of these waits. */
static void make_calls(long self) {
    static int word;
    expect(syscall(SYS_gettid) == self, "gettid", self);
    expect(pwrite(file, "abc", 3, 0) == 3, "pwrite", 0);
    expect(fcntl(file, F_GETFD) >= 0, "fcntl", 0);
    expect(syscall(SYS_futex, &word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0) == 0, "wake", 0);
    expect(lseek(nothing, 0, SEEK_CUR) == 0, "lseek", 0);
    expect(isatty(file) == 0 && errno == ENOTTY, "isatty", 0);
    append();
    int made = openat(AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL, 0600);
    expect(made >= 0, "open", made);
    int again = openat(AT_FDCWD, name, O_RDONLY);
    expect(again >= 0 && close(again) == 0, "open again", again);
    expect(close(made) == 0 && unlink(name) == 0, "unlink", made);
}

/* Datagrams to itself. One that a cut has lost, or sent twice, is nobody's fault. */
static void send_and_receive(int restarts) {
    char bytes[8];
    struct iovec piece = {bytes, 3};
    struct msghdr message = {.msg_name = &own_address, .msg_namelen = sizeof own_address, .msg_iov = &piece, .msg_iovlen = 1};
    long sent_bytes = sendto(datagrams, "abc", 3, 0, (struct sockaddr *)&own_address, sizeof own_address);
    expect(sent_bytes == 3 || (errno == EINTR && !restarts), "sendto", sent_bytes);
    sent_bytes = sendmsg(datagrams, &message, 0);
    expect(sent_bytes == 3 || (errno == EINTR && !restarts), "sendmsg", sent_bytes);
    while (recv(datagrams, bytes, sizeof bytes, MSG_DONTWAIT) >= 0) {
    }
    expect(errno == EAGAIN, "recv", 0);
}

/* Whoever is told EINTR waits for the connection: it must have begun. A cut resets it, but its descriptor still names a connection. */
static void connect_to_listener(int restarts) {
    const struct linger at_once = {.l_onoff = 1};
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once); /* no port waits for the end of time */
    struct sockaddr *address = (struct sockaddr *)&listener_address;
    long answer = connect(fd, address, sizeof listener_address);
    expect(answer == 0 || (errno == EINTR && !restarts), "connect", fd);
    if (answer != 0 && round_now % 2 == 0) { /* asked again it tells how that went; after a cut, that it was reset */
        long again = connect(fd, address, sizeof listener_address);
        expect(again == 0 || errno == EISCONN || errno == ECONNRESET || errno == EINTR, "connect again", again);
    }
    struct pollfd connected = {.fd = fd, .events = POLLOUT};
    while (poll(&connected, 1, -1) < 0 && errno == EINTR) {
    }
    expect(getpeername(fd, (struct sockaddr *)&peer, &length) == 0, "a connection", answer);
    close(fd);
    for (int accepted; (accepted = accept(listener, NULL, NULL)) >= 0 || errno == ECONNABORTED;) close(accepted);
    expect(errno == EAGAIN, "accept", 0);
}

static void handle_once(int flags) {
    sigset_t set = set_of(SIGUSR2);
    struct sigaction now;
    handle(SIGUSR2, count, (int)SA_RESETHAND | flags);
    sigprocmask(SIG_BLOCK, &set, NULL); /* a cut may make a raise happen twice, but then they are one */
    raise(SIGUSR2);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    expect(once == round_now, "a handler that runs once", once);
    expect(sigaction(SIGUSR2, NULL, &now) == 0 && now.sa_handler == SIG_DFL, "what stays of it", 0);
    once = (sig_atomic_t)round_now;
    handle(LEFT, SIG_IGN, 0);
    handle(LEFT, count, flags);
}

static void wait_for_data(void) {
    char bytes[3];
    expect(write(pipe_ends[1], "abc", 3) == 3, "write", 0);
    expect(read(pipe_ends[0], bytes, 3) == 3 && bytes[2] == 'c', "read", 0);
}

/* A socket with a port of its own, or -1. */
static int open_socket(int type, struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    int fd = socket(AF_INET, type, 0);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(fd, (struct sockaddr *)address, length) == 0 && getsockname(fd, (struct sockaddr *)address, &length) == 0 ? fd : -1;
}

static int open_sockets(void) {
    datagrams = open_socket(SOCK_DGRAM, &own_address);
    listener = open_socket(SOCK_STREAM | SOCK_NONBLOCK, &listener_address);
    return datagrams >= 0 && listener >= 0 && listen(listener, 16) == 0;
}

/* Files in the directory, the pipe and the sockets. */
static int open_all(const char *directory) {
    char lines[PATH_MAX];
    snprintf(stop, sizeof stop, "%s/stop", directory);
    snprintf(name, sizeof name, "%s/name", directory);
    snprintf(lines, sizeof lines, "%s/lines", directory);
    file = open(directory, O_TMPFILE | O_RDWR, 0600);
    nothing = open("/dev/null", O_RDWR);
    appended = open(lines, O_WRONLY | O_CREAT | O_APPEND, 0600);
    return file >= 0 && nothing >= 0 && appended >= 0 && pipe(pipe_ends) == 0 && open_sockets();
}

/* SIGURG and SENT come to one thread each, and so are counted by one; SIGPWR comes to the second. */
static int start_second(pthread_t *looking) {
    sigset_t blocked = set_of(SIGURG), of_first = set_of(SENT), of_second = set_of(SIGURG);
    sigaddset(&blocked, SENT);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    if (pthread_create(looking, NULL, look, NULL) != 0) return 0;
    pthread_sigmask(SIG_UNBLOCK, &of_first, NULL);
    sigaddset(&of_second, SIGPWR);
    pthread_sigmask(SIG_BLOCK, &of_second, NULL);
    return 1;
}

static void signal_second(pthread_t looking) {
    if (taken == posted) {
        pthread_kill(looking, SIGURG);
        posted = posted + 1;
    }
}

int main(int words_count, char **words) {
    int restarts = words_count > 2, flags = restarts ? SA_RESTART : 0;
    struct stat status;
    pthread_t looking;
    if (words_count < 2 || !open_all(words[1])) return 1;
    handle(SIGUSR1, count, flags), handle(SENT, count, flags), handle(LEFT, count, flags), handle(SIGURG, count, flags);
    handle(SIGPWR, append_after_cut, flags);
    if (!start_second(&looking)) return 1;
    for (round_now = 1; access(stop, F_OK) != 0; round_now++) {
        unblock_one();
        make_calls(getpid());
        send_and_receive(restarts);
        connect_to_listener(restarts);
        handle_once(flags);
        if (restarts) wait_for_data();
        signal_second(looking);
    }
    ends = 1;
    pthread_join(looking, NULL);
    expect(fstat(appended, &status) == 0, "fstat", 0);
    expect(status.st_size == 7 * (round_now - 1 + lines_of_second), "lines", status.st_size);
    printf("sent %d\n", (int)sent);
    return 0;
}
