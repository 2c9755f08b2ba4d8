package dev.suzaku.faults.soak;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The servers that keep numbers by key, each as its users run it. */
final class KeyValueServers {
    static final Path MEMCACHED = Path.of("/usr/bin/memcached");
    static final Path REDIS = Path.of("/usr/bin/redis-server");
    static final Path ETCD = Path.of("/usr/bin/etcd");

    private static final String ADDRESS = "127.0.0.1";

    private KeyValueServers() {}

    static KeyValueServer memcached() {
        String user = System.getProperty("user.name");
        return new KeyValueServer(
                MEMCACHED,
                port -> List.of("-U", "0", "-m", "64", "-t", "4", "-p", "" + port, "-l", ADDRESS, "-u", user),
                MemcachedLink::new,
                KeyValueServer.none());
    }

    /** Our own, of this build. */
    static KeyValueServer ours(Path file) {
        return new KeyValueServer(file, port -> List.of("" + port), MemcachedLink::new, KeyValueServer.none());
    }

    /** All in memory. */
    static KeyValueServer redis() {
        return redis(RedisLink::new, KeyValueServer.none(), "--appendonly", "no");
    }

    /** Every write is in the append-only file before it is acknowledged. */
    static KeyValueServer redisAppendOnly(Path directory) {
        String[] options = {"--appendonly", "yes", "--appendfsync", "always", "--dir", directory.toString()};
        return redis(RedisLink::new, new RedisFiles(directory, RedisFiles.Kind.APPEND_ONLY), options);
    }

    /** Its clients have it write snapshots all the time, by a forked child. */
    static KeyValueServer redisSnapshots(Path directory) {
        String[] options = {"--appendonly", "no", "--dir", directory.toString()};
        return redis(SnapshotLink::new, new RedisFiles(directory, RedisFiles.Kind.SNAPSHOT), options);
    }

    private static KeyValueServer redis(
            KeyValueClient.Connector connector, KeyValueServer.WrittenFiles files, String... options) {
        List<String> fixed = Stream.concat(
                        Stream.of("--save", "", "--daemonize", "no", "--protected-mode", "no", "--bind", ADDRESS),
                        Stream.of(options))
                .toList();
        return new KeyValueServer(REDIS, port -> with(fixed, "--port", "" + port), connector, files);
    }

    /** Go. Every write is in its log before it is acknowledged; it takes snapshots, so that the log in its memory does not grow for ever. */
    static KeyValueServer etcd(Path directory) {
        Path data = directory.resolve("data");
        return new KeyValueServer(ETCD, port -> etcdArguments(data, port), EtcdLink::new, new EtcdFiles(data));
    }

    /** The only member elects itself after a tenth of the usual time: a life is mostly start and end. */
    static List<String> etcdArguments(Path data, int port) {
        String clients = "http://" + ADDRESS + ":" + port;
        return List.of(
                "--data-dir",
                data.toString(),
                "--listen-client-urls",
                clients,
                "--advertise-client-urls",
                clients,
                "--listen-peer-urls",
                "http://" + ADDRESS + ":" + LoopbackPorts.free(),
                "--heartbeat-interval",
                "10",
                "--election-timeout",
                "100",
                "--snapshot-count",
                "500");
    }

    /** {@link NumberServer} in the Java that this is, with a collector that has much to do. */
    static KeyValueServer openjdk(String collector) {
        List<String> fixed = List.of(
                "-XX:+Use" + collector + "GC",
                "-Xms48m",
                "-Xmx48m",
                "-XX:ReservedCodeCacheSize=32m",
                "-cp",
                classPath(),
                NumberServer.class.getName());
        return new KeyValueServer(java(), port -> with(fixed, "" + port), RedisLink::new, KeyValueServer.none());
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static String classPath() {
        try {
            return Path.of(NumberServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path is no place of files", e);
        }
    }

    private static List<String> with(List<String> fixed, String... more) {
        List<String> all = new ArrayList<>(fixed);
        all.addAll(List.of(more));
        return all;
    }
}
