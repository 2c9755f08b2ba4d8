/* Sockets: enough is kept to make listeners again with their options; established connections come back as reset. */
#include <asm/stat.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/net.h>

#include "calls.h"
#include "files.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"

#define SOCKET_NONBLOCK 04000
#define SOCKET_CLOEXEC 02000000
#define SOCKET_TYPE_MASK 0xf
#define SOCK_STREAM 1
#define NAME_OFFSET 2 /* of the path in a struct sockaddr_un */

/* One store for two words; the second is not in use. */
#define COMMITTED_WITH(first, second) \
    _Static_assert(offsetof(struct open_file, first) % 8 == 0 && offsetof(struct open_file, second) == offsetof(struct open_file, first) + 4, \
                   "a commit stores 8 bytes")
COMMITTED_WITH(address_length, shutdown); /* bind */
COMMITTED_WITH(kind, references);         /* connect */

static struct open_file *socket_entry(uint64_t domain, uint64_t type, uint64_t protocol) {
    struct open_file *file = file_allocate();
    memset(file->options, 0, sizeof file->options);
    file->domain = (int32_t)domain;
    file->type = (int32_t)type & SOCKET_TYPE_MASK;
    file->protocol = (int32_t)protocol;
    file->flags = (type & SOCKET_NONBLOCK) != 0 ? O_NONBLOCK : 0;
    return file;
}

long call_socket(struct thread *thread) {
    long fd = pass_through(thread);
    if (fd < 0) {
        return fd;
    }
    struct open_file *file = socket_entry(ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread));
    file->kind = FILE_SOCKET;
    return fd_commit(thread, fd, file, (ARGUMENT2(thread) & SOCKET_CLOEXEC) != 0);
}

long call_socketpair(struct thread *thread) {
    long answer = pass_through(thread);
    if (answer < 0) {
        return answer;
    }
    const int *ends = (const int *)ARGUMENT4(thread);
    int close_on_exec = (ARGUMENT2(thread) & SOCKET_CLOEXEC) != 0;
    struct open_file *files[2];
    for (int i = 0; i < 2; i++) {
        files[i] = socket_entry(ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread));
        files[i]->kind = FILE_CONNECTION;
    }
    fd_publish(ends[0], files[0], close_on_exec);
    fd_publish(ends[1], files[1], close_on_exec);
    return 0;
}

/* The name in the file system to which a unix socket is to be bound; 0 when it is none. `to` has room for any. */
static int name_to_bind(const struct thread *thread, const struct open_file *file, char *to) {
    const char *address = (const char *)ARGUMENT2(thread);
    uint64_t length = (uint32_t)ARGUMENT3(thread);
    if (file == 0 || file->domain != FAMILY_UNIX || length <= NAME_OFFSET ||
        length > sizeof file->address || !is_readable(ARGUMENT2(thread), length) || address[NAME_OFFSET] == 0) {
        return 0;
    }
    memcpy(to, address + NAME_OFFSET, length - NAME_OFFSET);
    to[length - NAME_OFFSET] = 0;
    return 1;
}

/* The name of a unix socket outlives the process: that of the first attempt names a dead socket and would be in its repetition's way. */
static long bind_once(struct thread *thread, const struct open_file *file) {
    char name[sizeof file->address + 1];
    struct stat status;
    if (name_to_bind(thread, file, name)) {
        int is_there = call2(__NR_lstat, name, &status) == 0;
        int repeated = kept_decision(thread) != 0;
        if (repeated && is_there && (status.st_mode & 0170000) == 0140000) {
            call1(__NR_unlink, name);
        }
        if (repeated || !is_there) {
            remember(thread, 0, 0);
        }
    }
    return pass_through(thread);
}

/* The length says that the socket is bound and is the call's commit: a second bind of a socket bound again would fail. */
long call_bind(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    uint64_t length = (uint32_t)ARGUMENT3(thread);
    long answer = bind_once(thread, file);
    if (answer == 0 && file != 0 && length <= sizeof file->address) {
        memcpy(file->address, (const void *)ARGUMENT2(thread), length);
        /* Port 0 means any: keep the port that the kernel chose. */
        uint32_t room = sizeof file->address;
        call3(__NR_getsockname, ARGUMENT1(thread), file->address, &room);
        if (file->domain == FAMILY_UNIX && file->address[NAME_OFFSET] != 0 && file->address[NAME_OFFSET] != '/') {
            text_copy(file->path, PATH_BYTES, working_directory()); /* what the name is relative to */
        }
        commit_store(thread, 0, (uint64_t *)&file->address_length, length);
    }
    return answer;
}

/* Connections inherit it. What the kernel keeps of them for a minute after a cut would keep the recovery from binding the address again. */
static void reuse_address(uint64_t fd) {
    int one = 1;
    call5(__NR_setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
}

long call_listen(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    long answer = pass_through(thread);
    if (answer == 0 && file != 0) {
        if (file->type == SOCK_STREAM && file->domain != FAMILY_UNIX) {
            reuse_address(ARGUMENT1(thread));
        }
        file->backlog = (int32_t)ARGUMENT2(thread);
        file->kind = FILE_LISTENER;
    }
    return answer;
}

static long accept_with(struct thread *thread, uint64_t flags) {
    const struct open_file *listener = file_of((uint32_t)ARGUMENT1(thread));
    long fd = call_as_asked(thread, __NR_accept4, ARGUMENT1(thread), ARGUMENT2(thread), ARGUMENT3(thread), flags, 0);
    if (fd < 0 || listener == 0) {
        return fd;
    }
    struct open_file *file = socket_entry((uint32_t)listener->domain, (uint32_t)listener->type | (flags & SOCKET_NONBLOCK),
                                          (uint32_t)listener->protocol);
    file->kind = FILE_CONNECTION;
    return fd_commit(thread, fd, file, (flags & SOCKET_CLOEXEC) != 0);
}

long call_accept(struct thread *thread) { return accept_with(thread, 0); }
long call_accept4(struct thread *thread) { return accept_with(thread, ARGUMENT4(thread)); }

/* Whether a recovery has put a reset connection in the socket's place. */
static int was_reset(uint64_t fd, const struct open_file *file) {
    int domain = 0;
    uint32_t length = sizeof domain;
    long answer = call5(__NR_getsockopt, fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
    return answer == 0 && domain == FAMILY_UNIX && file->domain != FAMILY_UNIX;
}

/* A unix socket waits for room in the listener's queue, and is connected then: nothing has begun before. */
static int has_begun(const struct thread *thread, const struct open_file *file, long answer) {
    int goes_on = answer == -EINTR && file->domain != FAMILY_UNIX && !restarts_after_signal(thread, answer);
    return answer == 0 || answer == -EINPROGRESS || goes_on;
}

long call_connect(struct thread *thread) {
    uint64_t fd = (uint32_t)ARGUMENT1(thread);
    struct open_file *file = file_of(fd);
    long answer = pass_through(thread);
    if (file == 0 || file->type != SOCK_STREAM || file != file_of(fd)) {
        return answer;
    }
    if (answer == -EINVAL && was_reset(fd, file)) {
        return -ECONNRESET; /* a program asks again how the connection does that it has begun, and a cut has reset it */
    }
    if (has_begun(thread, file, answer)) {
        commit_store(thread, answer, (uint64_t *)&file->kind, FILE_CONNECTION); /* made again it would find the connection reset */
    }
    return answer;
}

long call_setsockopt(struct thread *thread) {
    struct open_file *file = file_of((uint32_t)ARGUMENT1(thread));
    uint64_t length = (uint32_t)ARGUMENT5(thread);
    if (file == 0 || length > sizeof file->options[0].value || length == 0) {
        return pass_through(thread);
    }
    long answer = pass_through(thread);
    if (answer == -EOPNOTSUPP && was_reset(ARGUMENT1(thread), file)) {
        return 0; /* its options no longer matter */
    }
    for (int i = 0; answer == 0 && i < (int)SOCKET_OPTION_CAPACITY; i++) {
        struct socket_option *option = &file->options[i];
        int same = option->level == ARGUMENT2(thread) && option->name == ARGUMENT3(thread);
        if (option->length == 0 || same) {
            option->level = (uint32_t)ARGUMENT2(thread);
            option->name = (uint32_t)ARGUMENT3(thread);
            memcpy(option->value, (const void *)ARGUMENT4(thread), length);
            option->length = (uint32_t)length;
            break;
        }
    }
    return answer;
}
