package dev.suzaku.faults.soak;

import dev.suzaku.pmem.launch.NativePrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs that a soak knows, by id. */
public final class SoakPrograms {
    /** Programs that are installed, with the Debian package of each; all others are a part of this build, or the Java that this is. */
    private static final Map<String, Installed> INSTALLED = Map.of(
            "memcached", new Installed(KeyValueServers.MEMCACHED, "memcached"),
            "redis", new Installed(KeyValueServers.REDIS, "redis-server"),
            "redis-aof", new Installed(KeyValueServers.REDIS, "redis-server"),
            "redis-bgsave", new Installed(KeyValueServers.REDIS, "redis-server"),
            "nginx", new Installed(NginxProgram.FILE, "nginx-light"),
            "etcd", new Installed(KeyValueServers.ETCD, "etcd-server"));

    private SoakPrograms() {}

    private record Installed(Path file, String debianPackage) {}

    /** Every id. */
    public static List<String> ids() {
        return List.of(
                "pthreads-glibc",
                "pthreads-musl",
                "counter-glibc",
                "counter-musl",
                "counter-raw",
                "server-glibc",
                "server-musl",
                "memcached",
                "redis",
                "redis-aof",
                "redis-bgsave",
                "nginx",
                "etcd",
                "openjdk-g1",
                "openjdk-serial");
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
        Installed installed = INSTALLED.get(id);
        if (installed != null && !Files.isExecutable(installed.file())) {
            throw new IllegalArgumentException("program " + installed.file()
                    + " is missing: install the Debian package " + installed.debianPackage());
        }
    }

    /** A program for one life, which writes into a directory of its own. */
    static SoakedProgram begin(String id, Path directory) {
        return switch (id) {
            case "pthreads-glibc", "pthreads-musl" ->
                new PthreadsProgram(NativePrograms.get().program(id), directory);
            case "counter-glibc", "counter-musl", "counter-raw" ->
                new CounterProgram(NativePrograms.get().program(id), directory);
            case "server-glibc", "server-musl" ->
                new ServerProgram(KeyValueServers.ours(NativePrograms.get().program(id)), directory);
            case "memcached" -> new ServerProgram(KeyValueServers.memcached(), directory);
            case "redis" -> new ServerProgram(KeyValueServers.redis(), directory);
            case "redis-aof" -> new ServerProgram(KeyValueServers.redisAppendOnly(directory), directory);
            case "redis-bgsave" -> new ServerProgram(KeyValueServers.redisSnapshots(directory), directory);
            case "nginx" -> new NginxProgram(directory);
            case "etcd" -> new ServerProgram(KeyValueServers.etcd(directory), directory);
            case "openjdk-g1" -> new ServerProgram(KeyValueServers.openjdk("G1"), directory);
            case "openjdk-serial" -> new ServerProgram(KeyValueServers.openjdk("Serial"), directory);
            default -> throw new IllegalArgumentException("no program '" + id + "' to soak");
        };
    }
}
