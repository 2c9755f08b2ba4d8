package dev.suzaku.agent.target;

import dev.suzaku.pmem.system.TaskList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What /proc says about a process of this user (proc(5)). */
final class ProcessFacts {

    private final long pid;
    private final Path proc;

    ProcessFacts(long pid) {
        this.pid = pid;
        this.proc = Path.of("/proc", Long.toString(pid));
    }

    /** Start time in clock ticks since boot: field 22 of stat. */
    long startTimeTicks() throws IOException {
        return Long.parseLong(statAfterName(proc)[19]);
    }

    /**
     * The directories of its threads.
     *
     * @throws NoSuchFileException when it has ended
     */
    List<Path> threads() throws NoSuchFileException {
        List<Path> threads = TaskList.directoriesOf(pid);
        if (threads.isEmpty()) {
            throw new NoSuchFileException(proc.toString(), null, "the process has ended");
        }
        return threads;
    }

    /** Whether a thread stands still because of a stop signal. */
    static boolean isStopped(Path thread) throws IOException {
        return statAfterName(thread)[0].equals("T");
    }

    /** Whether a stopped thread was interrupted inside a system call; field 1 of syscall is -1 outside of one. */
    static boolean isInSystemCall(Path thread) throws IOException {
        String syscall = Files.readString(thread.resolve("syscall")).strip();
        return !syscall.startsWith("-1 ") && !syscall.equals("running");
    }

    /** Fields of stat from the state (field 3) on; the name before may hold blanks and brackets. */
    private static String[] statAfterName(Path directory) throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }
}
