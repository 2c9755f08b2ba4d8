/*
 * suzaku-init: gives one target process its namespaces and its lifetime.
 *
 *   controller (JVM) -> suzaku-init (this, outer) -> keeper: pid 1 of the new PID namespace, idle
 *                                                 -> target: pid `tid` in that namespace, execs suzaku-runtime
 *
 * Both are children of the outer process, so it learns the target's pid outside the namespace from clone3 and its exit status from
 * waitpid. Whatever way things end, nothing is left: when the outer process dies, the keeper reads end-of-file from a pipe and exits,
 * and the kernel kills everything in a PID namespace whose pid 1 is gone; the mounts go with the last process.
 */
#ifndef SUZAKU_LAUNCHER_H
#define SUZAKU_LAUNCHER_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

enum { EXIT_BAD_INPUT = 254, EXIT_INTERNAL = 255 };

/*
 * Descriptors beside the streams. Through the first come orders, and its end means that the controller is dead; the second takes
 * "PID START_TICKS\n" once the target exists.
 */
enum { CONTROLLER_FD = 3, REPORT_FD = 4 };

struct launch {
    const char *image;    /* image directory; locked while the target lives */
    bool detach;          /* own session; the target outlives its controller */
    char **command;       /* suzaku-runtime and its arguments */

    /* Orders: one line, "TID" or "TID MONOTONIC BOOTTIME". */
    pid_t tid;            /* the target's pid in its namespace */
    bool own_clocks;      /* whether it gets a time namespace with the offsets below */
    long long monotonic_nanos, boottime_nanos; /* ahead of the clocks of the machine's first time namespace */
};

/* Ends this process with one line on stderr. */
_Noreturn void fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Waits for orders; false when there will be none, because the controller has refused the image or is dead. Namespaces are made before, so
 * that the controller can look at the image meanwhile.
 */
bool await_orders(struct launch *launch);

/* Enters a new mount namespace and makes a new PID namespace for the children; as an ordinary user inside a user namespace that maps
 * the user to itself. Returns whether that user namespace was needed. */
bool enter_namespaces(void);

/* The file that sets the clocks of this process's children, or -1. To be opened before the new /proc hides it. */
int open_clocks(void);
/* Makes a time namespace for the children where the launch asks for one; where that is not permitted, says so and goes on without. */
void make_time_namespace(const struct launch *launch, int clocks);

/* In the target, before exec: keeps CAP_CHECKPOINT_RESTORE, which a recovery needs to choose thread ids, across the exec. */
void keep_checkpoint_capability(void);

/* Starts pid 1 of the namespace, with a /proc of its own; returns its pid. */
pid_t start_keeper(void);
/* Kills pid 1, and with it all that is left in the namespace; waits for it. */
void end_keeper(pid_t keeper);

/* Starts the target, stopped at a gate until open_gate; returns its pid. */
pid_t start_target(const struct launch *launch, bool user_namespace, const sigset_t *mask, int *gate);
void open_gate(int gate);

/* Writes process.json into the image directory, then the report. */
void tell_controller(const struct launch *launch, int image_fd, pid_t target);

/*
 * Waits for the end of the target, or ends it when the controller is dead; returns the target's wait status. A target that has ended by
 * itself has that noted in its image.
 */
int await_end(const struct launch *launch, int image_fd, pid_t target, pid_t keeper);

/* Where the wait status is that of a signal, and neither a cut nor a recovery is under way: makes the image KILLED. */
void note_end(int image_fd, int status);

#endif
