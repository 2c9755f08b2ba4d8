package dev.suzaku.pmem.system;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/** What a child does with its descriptors and its directory before it executes its program, in this order; posix_spawn(3). Not thread-safe. */
public final class FileActions implements AutoCloseable {
    /** Of posix_spawn_file_actions_t on x86-64, in glibc and musl. */
    private static final int BYTES = 80;

    private final Memory actions = new Memory(BYTES);

    public FileActions() {
        check("no action", Linux.posix_spawn_file_actions_init(actions));
    }

    /** Makes a descriptor a copy of another one; it stays open in the program. */
    public FileActions copy(int from, int to) {
        check("descriptor " + from, Linux.posix_spawn_file_actions_adddup2(actions, from, to));
        return this;
    }

    /** Enters a directory. */
    public FileActions enter(Path directory) {
        check(
                directory.toString(),
                Linux.posix_spawn_file_actions_addchdir_np(actions, CStrings.of(directory.toString())));
        return this;
    }

    Pointer pointer() {
        return actions;
    }

    @Override
    public void close() {
        Linux.posix_spawn_file_actions_destroy(actions);
        actions.close();
    }

    private static void check(String what, int error) {
        if (error != 0) {
            throw new IllegalArgumentException("cannot prepare a child process, " + what + ": " + Linux.textOf(error));
        }
    }
}
