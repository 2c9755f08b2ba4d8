package dev.suzaku.pmem;

/** Where a freeze caught a thread. */
public enum ThreadPlace {
    /** In the application's own code. */
    USER,
    /** In a system call, or on its way into or out of one. */
    KERNEL,
    /** In the text of the runtime, in user mode. */
    RUNTIME
}
