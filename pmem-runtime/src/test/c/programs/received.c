/* received: a descriptor that a message has brought takes the place of a file, and what is written there must go where it leads. Says "received". */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct msghdr message_with(struct iovec *piece, void *control, size_t length) {
    return (struct msghdr){.msg_iov = piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = length};
}

/* Sends a descriptor to ourselves; answers its copy. */
static int sent_to_ourselves(int fd) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {0};
    char byte = 'x';
    struct iovec piece = {&byte, 1};
    int pair[2], copy = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return -1;
    struct msghdr message = message_with(&piece, control, sizeof control);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    if (sendmsg(pair[0], &message, 0) != 1) return -1;
    message = message_with(&piece, control, sizeof control);
    if (recvmsg(pair[1], &message, 0) == 1) memcpy(&copy, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof copy);
    close(pair[0]);
    close(pair[1]);
    return copy;
}

int main(int count, char **words) {
    int ends[2];
    char bytes[2];
    int file = open(words[count - 1], O_RDONLY), another;
    if (file < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 2;
    int copy = sent_to_ourselves(ends[0]);
    if (copy < 0 || dup2(copy, file) != file) return 3;
    if ((another = open(words[count - 1], O_RDONLY)) < 0) return 4; /* which the runtime may keep where it kept the first */
    if (write(file, "ab", 2) != 2 || read(ends[1], bytes, 2) != 2 || memcmp(bytes, "ab", 2) != 0) return 5;
    puts("received");
    return 0;
}
