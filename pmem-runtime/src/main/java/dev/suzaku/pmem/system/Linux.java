package dev.suzaku.pmem.system;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** System calls of Linux x86-64. Each throws LastErrorException with errno. */
public final class Linux {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_NOFOLLOW = 0400000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_DIRECTORY = 0200000;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;
    public static final int SIGINT = 2;
    public static final int SIGKILL = 9;
    static final int SIGCHLD = 17;
    public static final int SIGSTOP = 19;
    public static final int POLLIN = 1;

    public static final int EPERM = 1;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;

    public static final int EPIPE = 32;

    private static final long SIG_IGN = 1;
    private static final long F_DUPFD_CLOEXEC = 1030;

    /** struct stat of x86-64. */
    private static final int STAT_BYTES = 144;

    private static final int STAT_BLOCKS = 64;
    private static final int STAT_BLOCK_BYTES = 512;

    private static final long SYS_FSTAT = 5;
    private static final long SYS_FCNTL = 72;
    private static final long SYS_PTRACE = 101;
    private static final long SYS_CLOCK_GETTIME = 228;
    private static final long SYS_TGKILL = 234;
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;

    static {
        Native.register(Linux.class, "c");
    }

    private Linux() {}

    public static native int open(String path, int flags, int mode) throws LastErrorException;

    public static native int close(int fd) throws LastErrorException;

    public static native int pipe2(int[] ends, int flags) throws LastErrorException;

    static native int posix_spawn(
            int[] pid, byte[] program, Pointer actions, Pointer attributes, Pointer arguments, Pointer environment);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    private static native Pointer strerror(int error);

    /** A copy of a descriptor, close-on-exec, with a number from this one on; F_DUPFD_CLOEXEC of fcntl(2). */
    static int copyAtOrAbove(int lowest, int fd) {
        return (int) syscall(SYS_FCNTL, fd, F_DUPFD_CLOEXEC, lowest, 0);
    }

    /** What an error number means. */
    static String textOf(int error) {
        return strerror(error).getString(0);
    }

    private static native Pointer signal(int number, Pointer handler) throws LastErrorException;

    /** signal(2) with SIG_DFL. */
    static void byDefault(int signal) {
        signal(signal, Pointer.NULL);
    }

    /** signal(2) with SIG_IGN: the signal does nothing to this process any more. What it starts afterwards inherits that. */
    public static void ignore(int signal) {
        signal(signal, Pointer.createConstant(SIG_IGN));
    }

    private static native long read(int fd, byte[] bytes, long count) throws LastErrorException;

    /** read(2) of up to as many bytes as the array has; 0 at the end. A signal to this thread does not interrupt it. */
    public static int read(int fd, byte[] bytes) {
        while (true) {
            try {
                return (int) read(fd, bytes, bytes.length);
            } catch (LastErrorException e) {
                if (e.getErrorCode() != EINTR) {
                    throw e;
                }
            }
        }
    }

    public static native long write(int fd, byte[] bytes, long count) throws LastErrorException;

    public static native int flock(int fd, int operation) throws LastErrorException;

    public static native long lseek(int fd, long offset, int whence) throws LastErrorException;

    public static native Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset)
            throws LastErrorException;

    public static native int munmap(Pointer address, long length) throws LastErrorException;

    public static native int waitpid(int pid, int[] status, int options) throws LastErrorException;

    public static native int poll(byte[] pollfds, long count, int timeoutMillis) throws LastErrorException;

    private static native long syscall(long number, long a, long b, Pointer c, Pointer d) throws LastErrorException;

    private static native long syscall(long number, long a, long b, long c, long d) throws LastErrorException;

    /** ptrace(2). */
    public static long ptrace(int request, int pid, long address, Pointer data) {
        return syscall(SYS_PTRACE, request, pid, new Pointer(address), data);
    }

    /** ptrace(2) with a number as its data. */
    public static long ptrace(int request, int pid, long address, long data) {
        return syscall(SYS_PTRACE, request, pid, address, data);
    }

    /** Storage that a file occupies, in bytes; less than its size when it is sparse. */
    public static long allocatedBytes(int fd) {
        try (Memory status = new Memory(STAT_BYTES)) {
            syscall(SYS_FSTAT, fd, Pointer.nativeValue(status), 0, 0);
            return status.getLong(STAT_BLOCKS) * STAT_BLOCK_BYTES;
        }
    }

    /** tgkill(2): a signal for one thread. */
    public static void tgkill(int pid, int tid, int signal) {
        syscall(SYS_TGKILL, pid, tid, signal, 0);
    }

    /** clock_gettime(2): the time on a clock in nanoseconds. */
    public static long clockNanos(int clock) {
        try (Memory time = new Memory(2 * Long.BYTES)) {
            syscall(SYS_CLOCK_GETTIME, clock, Pointer.nativeValue(time), 0, 0);
            return time.getLong(0) * 1_000_000_000L + time.getLong(Long.BYTES);
        }
    }

    /** pidfd_open(2). */
    public static int pidfdOpen(int pid) {
        return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
    }

    /** pidfd_send_signal(2). */
    public static void pidfdSendSignal(int pidfd, int signal) {
        syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
    }

    /** Waits until a descriptor is readable; for a pidfd that means: until the process has ended. */
    public static boolean awaitReadable(int fd, long timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        while (true) {
            long rest = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
            byte[] pollfd = {(byte) fd, (byte) (fd >> 8), (byte) (fd >> 16), (byte) (fd >> 24), POLLIN, 0, 0, 0};
            try {
                return poll(pollfd, 1, (int) Math.min(rest, Integer.MAX_VALUE)) > 0;
            } catch (LastErrorException e) {
                if (e.getErrorCode() != EINTR) {
                    throw e;
                }
            }
        }
    }
}
