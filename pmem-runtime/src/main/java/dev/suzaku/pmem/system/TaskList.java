package dev.suzaku.pmem.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The threads of a process. The kernel's list, /proc/PID/task, ends early where it comes to a thread that is just ending: it does not find
 * the next one from there. So the list is read again until it is as long as the number of threads that the process had before.
 */
public final class TaskList {
    private static final int THREADS_FIELD = 20; // of /proc/PID/stat, see proc(5)
    private static final int STATE_FIELD = 3;

    private TaskList() {}

    /**
     * The ids of all threads that lived throughout the call, in the order in which they were made, and of some that began or ended
     * meanwhile; empty when the process has ended.
     *
     * @param pid of the process, as this JVM sees it
     */
    public static List<Integer> of(long pid) {
        while (true) {
            int threads = count(pid);
            String[] names =
                    Path.of("/proc", Long.toString(pid), "task").toFile().list();
            if (names == null || threads == 0) {
                return List.of();
            }
            if (names.length >= threads) {
                return Arrays.stream(names).map(Integer::valueOf).toList();
            }
        }
    }

    /** As above, their directories in /proc. */
    public static List<Path> directoriesOf(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid), "task");
        return of(pid).stream().map(tid -> directory.resolve(tid.toString())).toList();
    }

    private static int count(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Integer.parseInt(fields[THREADS_FIELD - STATE_FIELD]);
        } catch (IOException e) {
            return 0; // no such process any more
        }
    }
}
