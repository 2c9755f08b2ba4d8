/* The namespaces of a target and pid 1 of them; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CAP_CHECKPOINT_RESTORE
#define CAP_CHECKPOINT_RESTORE 40
#endif

static void read_capabilities(struct __user_cap_header_struct *header, struct __user_cap_data_struct data[2]) {
    header->version = _LINUX_CAPABILITY_VERSION_3;
    header->pid = 0;
    if (syscall(SYS_capget, header, data) != 0) fail(EXIT_INTERNAL, "capget: %s", strerror(errno));
}

static void write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        fail(EXIT_INTERNAL, "cannot write %s: %s", path, strerror(errno));
    close(fd);
}

static void map_user_to_itself(uid_t user, gid_t group) {
    char line[64];
    write_text("/proc/self/setgroups", "deny");
    snprintf(line, sizeof line, "%u %u 1", user, user);
    write_text("/proc/self/uid_map", line);
    snprintf(line, sizeof line, "%u %u 1", group, group);
    write_text("/proc/self/gid_map", line);
}

bool enter_namespaces(void) {
    struct __user_cap_header_struct header;
    struct __user_cap_data_struct data[2];
    read_capabilities(&header, data);
    bool privileged = data[0].effective & CAP_TO_MASK(CAP_SYS_ADMIN);
    uid_t user = geteuid();
    gid_t group = getegid();
    int flags = CLONE_NEWNS | CLONE_NEWPID | (privileged ? 0 : CLONE_NEWUSER);
    if (unshare(flags) != 0)
        fail(EXIT_BAD_INPUT, "this machine gives no PID and mount namespaces to this user: %s%s", strerror(errno),
             privileged ? "" : " (user namespaces may be switched off: sysctl kernel.unprivileged_userns_clone)");
    if (!privileged) map_user_to_itself(user, group);
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        fail(EXIT_INTERNAL, "cannot make the mounts private: %s", strerror(errno));
    return !privileged;
}

void keep_checkpoint_capability(void) {
    struct __user_cap_header_struct header;
    struct __user_cap_data_struct data[2];
    read_capabilities(&header, data);
    data[CAP_TO_INDEX(CAP_CHECKPOINT_RESTORE)].inheritable |= CAP_TO_MASK(CAP_CHECKPOINT_RESTORE);
    if (syscall(SYS_capset, &header, data) != 0 ||
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHECKPOINT_RESTORE, 0, 0) != 0)
        fail(EXIT_INTERNAL, "cannot keep CAP_CHECKPOINT_RESTORE: %s", strerror(errno));
}

_Noreturn static void keep(int alive, int ready) {
    signal(SIGCHLD, SIG_IGN); /* orphans of the namespace reap themselves */
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
        fail(EXIT_BAD_INPUT, "cannot mount /proc in the new PID namespace: %s", strerror(errno));
    if (write(ready, "", 1) != 1) _exit(EXIT_INTERNAL);
    close(ready);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int stream = 0; null >= 0 && stream <= 2; stream++) dup2(null, stream);
    char byte;
    while (read(alive, &byte, 1) < 0 && errno == EINTR) continue;
    _exit(0);
}

pid_t start_keeper(void) {
    int alive[2], ready[2];
    if (pipe2(alive, O_CLOEXEC) != 0 || pipe2(ready, O_CLOEXEC) != 0) fail(EXIT_INTERNAL, "pipe: %s", strerror(errno));
    pid_t keeper = fork();
    if (keeper < 0) fail(EXIT_INTERNAL, "cannot start pid 1: %s", strerror(errno));
    if (keeper == 0) {
        close(alive[1]), close(ready[0]);
        keep(alive[0], ready[1]);
    }
    close(alive[0]), close(ready[1]);
    char byte; /* alive[1] stays open until this process ends, whatever way that happens */
    if (read(ready[0], &byte, 1) != 1) exit(EXIT_BAD_INPUT); /* pid 1 has said why */
    close(ready[0]);
    return keeper;
}

void end_keeper(pid_t keeper) {
    kill(keeper, SIGKILL);
    while (waitpid(keeper, NULL, 0) < 0 && errno == EINTR) continue;
}
