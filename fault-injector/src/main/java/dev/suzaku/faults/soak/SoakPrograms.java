package dev.suzaku.faults.soak;

import dev.suzaku.pmem.launch.NativePrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs that a soak knows, by id. */
public final class SoakPrograms {
    private static final Path MEMCACHED = Path.of("/usr/bin/memcached");
    private static final Path REDIS = Path.of("/usr/bin/redis-server");

    private SoakPrograms() {}

    /** Every id. */
    public static List<String> ids() {
        return List.of("pthreads-glibc", "pthreads-musl", "counter-glibc", "counter-musl", "memcached", "redis");
    }

    /**
     * Makes sure that a program can be soaked on this machine.
     *
     * @throws IllegalArgumentException for an unknown id, or a program that is not installed
     */
    public static void require(String id) {
        if (!ids().contains(id)) {
            throw new IllegalArgumentException(
                    "no program '" + id + "' to soak; there are " + String.join(", ", ids()));
        }
        Path server = id.equals("memcached") ? MEMCACHED : REDIS;
        if ((id.equals("memcached") || id.equals("redis")) && !Files.isExecutable(server)) {
            throw new IllegalArgumentException("program " + server + " is missing: install the Debian package "
                    + (id.equals("redis") ? "redis-server" : id));
        }
    }

    /** A program for one life, which writes into a directory of its own. */
    static SoakedProgram begin(String id, Path directory) {
        return switch (id) {
            case "pthreads-glibc", "pthreads-musl" ->
                new PthreadsProgram(NativePrograms.get().program(id), directory);
            case "counter-glibc", "counter-musl" ->
                new CounterProgram(NativePrograms.get().program(id), directory);
            case "memcached" ->
                new ServerProgram(
                        MEMCACHED,
                        List.of("-U", "0", "-m", "64", "-t", "4"),
                        "-p",
                        "-l",
                        directory,
                        MemcachedLink::new);
            case "redis" ->
                new ServerProgram(
                        REDIS,
                        List.of("--save", "", "--appendonly", "no", "--daemonize", "no", "--protected-mode", "no"),
                        "--port",
                        "--bind",
                        directory,
                        RedisLink::new);
            default -> throw new IllegalArgumentException("no program '" + id + "' to soak");
        };
    }
}
