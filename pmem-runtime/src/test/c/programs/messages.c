/*
 * messages GO: has a pipe, sends control data of several kinds, and says "sent"; when the file GO exists, it sends an end of the pipe, says
 * "handed over" and waits for ever.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static long send_control(int fd, int level, int type, const void *data, size_t length) {
    _Alignas(struct cmsghdr) char control[64] = {0};
    struct iovec piece = {"x", 1};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = CMSG_SPACE(length)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){.cmsg_len = CMSG_LEN(length), .cmsg_level = level, .cmsg_type = type};
    memcpy(CMSG_DATA(header), data, length);
    return sendmsg(fd, &message, 0);
}

int main(int count, char **words) {
    int ends[2], pair[2], ttl = 3;
    struct sockaddr_in self = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof self;
    int datagrams = socket(AF_INET, SOCK_DGRAM, 0);
    if (count != 2 || pipe(ends) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return 2;
    if (bind(datagrams, (struct sockaddr *)&self, length) != 0 || getsockname(datagrams, (struct sockaddr *)&self, &length) != 0 ||
        connect(datagrams, (struct sockaddr *)&self, length) != 0)
        return 3;
    struct ucred who = {.pid = getpid(), .uid = getuid(), .gid = getgid()};
    if (send_control(datagrams, IPPROTO_IP, IP_TTL, &ttl, sizeof ttl) != 1) return 4;
    if (send_control(pair[0], SOL_SOCKET, SCM_CREDENTIALS, &who, sizeof who) != 1) return 5;
    dprintf(1, "sent\n");
    while (access(words[1], F_OK) != 0) continue;
    if (send_control(pair[0], SOL_SOCKET, SCM_RIGHTS, &ends[1], sizeof ends[1]) != 1) return 6;
    dprintf(1, "handed over\n");
    pause();
    return 0;
}
