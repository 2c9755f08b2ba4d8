/* Command line and life of suzaku-init; see launcher.h. */
#define _GNU_SOURCE
#include "launcher.h"

#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cpu_features.h"

enum { DESCRIPTORS_MAX = 65536 }; /* the image's descriptor table has no room for more */

void fail(int code, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("suzaku-init: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(code);
}

/*
 * Prints "FEATURES BYTES WORD...": the extended processor state that this machine has switched on (XCR0), the size of its save area, and
 * the words of cpu_features.h.
 */
static int print_xstate(void) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(1, 0, &a, &b, &c, &d) || !(c & bit_OSXSAVE))
        fail(EXIT_BAD_INPUT, "this processor has no XSAVE");
    unsigned low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    __get_cpuid_count(0xd, 0, &a, &b, &c, &d);
    printf("%llu %u", (unsigned long long)high << 32 | low, b);
    uint32_t features[CPU_FEATURE_WORDS];
    read_cpu_features(features);
    for (unsigned i = 0; i < CPU_FEATURE_WORDS; i++) printf(" %u", features[i]);
    putchar('\n');
    return 0;
}

static struct launch parse(int count, char **words) {
    static const struct option options[] = {
        {"image", required_argument, NULL, 'i'},
        {"detach", no_argument, NULL, 'd'},
        {"xstate", no_argument, NULL, 'x'},
        {NULL, 0, NULL, 0},
    };
    struct launch launch = {0};
    for (int option; (option = getopt_long(count, words, "+", options, NULL)) != -1;) {
        switch (option) {
        case 'i': launch.image = optarg; break;
        case 'd': launch.detach = true; break;
        case 'x': exit(print_xstate());
        default: exit(EXIT_BAD_INPUT);
        }
    }
    launch.command = words + optind;
    if (!launch.image || !*launch.command)
        fail(EXIT_BAD_INPUT, "usage: suzaku-init --image DIR [--detach] -- RUNTIME ARG... 3<ORDERS 4>REPORT");
    return launch;
}

static int lock_image(const char *image) {
    int fd = open(image, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) fail(EXIT_BAD_INPUT, "cannot open image directory %s: %s", image, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) fail(EXIT_BAD_INPUT, "image %s is in use by another process", image);
    return fd;
}

/* A JVM has many that are not close-on-exec; neither these nor ours are the target's. */
static void keep_own_descriptors(void) {
    if (close_range(REPORT_FD + 1, ~0u, 0) != 0) fail(EXIT_INTERNAL, "close_range: %s", strerror(errno));
    if (fcntl(CONTROLLER_FD, F_SETFD, FD_CLOEXEC) != 0 || fcntl(REPORT_FD, F_SETFD, FD_CLOEXEC) != 0)
        fail(EXIT_BAD_INPUT, "suzaku-init is for a controller, which gives it the descriptors 3 and 4: %s", strerror(errno));
}

static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fail(EXIT_INTERNAL, "getrlimit: %s", strerror(errno));
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS_MAX ? limit.rlim_max : DESCRIPTORS_MAX;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) fail(EXIT_INTERNAL, "setrlimit: %s", strerror(errno));
}

/* The program's streams are the target's alone: a reader of its output must see the end when the program closes it. */
static void leave_streams(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) fail(EXIT_INTERNAL, "cannot open /dev/null: %s", strerror(errno));
    for (int stream = 0; stream <= 2; stream++) dup2(null, stream);
}

int main(int count, char **words) {
    struct launch launch = parse(count, words);
    keep_own_descriptors();
    if (launch.detach) setsid(); /* fails only for a group leader, which needs none */
    raise_descriptor_limit();
    sigset_t mask, before;
    sigfillset(&mask); /* await_end reads them from a signalfd */
    sigprocmask(SIG_BLOCK, &mask, &before);

    int image_fd = lock_image(launch.image);
    bool user_namespace = enter_namespaces();
    int clocks = open_clocks();
    pid_t keeper = start_keeper();
    if (!await_orders(&launch)) {
        end_keeper(keeper);
        return 0;
    }
    make_time_namespace(&launch, clocks);
    int gate;
    pid_t target = start_target(&launch, user_namespace, &before, &gate);
    tell_controller(&launch, image_fd, target);
    open_gate(gate);
    leave_streams();

    int status = await_end(&launch, image_fd, target, keeper);
    unlinkat(image_fd, "process.json", 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
