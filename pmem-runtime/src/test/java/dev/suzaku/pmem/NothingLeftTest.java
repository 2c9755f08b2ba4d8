package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A controller that is killed while it starts, cuts and resumes leaves nothing behind but its image: no process, namespace, mount or
 * shared-memory file, nor a file of its launches.
 */
class NothingLeftTest {
    private static final int KILLS = Integer.getInteger("suzaku.test.kills", 3);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final long DELAY_NANOS_MAX = 50_000_000;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @Test
    void aKilledControllerLeavesOnlyItsImage() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Path home = Files.createDirectory(scratch.resolve("home"));
        for (int kill = 0; kill < KILLS; kill++) {
            Path directory = Files.createDirectory(scratch.resolve("run-" + kill));
            Process controller = start(directory, home);
            Set<String> namespaces = new TreeSet<>();
            String what = "seed " + SEED + ", kill " + kill;
            try (InputStream dots = controller.getInputStream()) {
                for (int resumes = random.nextInt(10); resumes >= 0; resumes--) {
                    assertThat(dots.read()).as(what).isEqualTo('.');
                }
                await(what).atMost(SOON).until(() -> namespaces.addAll(ownNamespaces(directory)));
                LockSupport.parkNanos(random.nextLong(DELAY_NANOS_MAX));
            } finally {
                controller.destroyForcibly().waitFor();
            }
            await(what).atMost(SOON).untilAsserted(() -> assertNothingOf(directory, namespaces));
            assertThat(names(directory)).isSubsetOf("image", "log");
            assertThat(names(directory.resolve("image"))).isSubsetOf("pool", "tables", "process.json");
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        }
        Path launches = home.resolve("suzaku-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(names(launches)).isNotEmpty().allMatch(name -> name.matches("suzaku-(init|runtime)-[0-9a-f]{16}"));
    }

    /** Those that this process is not in. */
    private static Set<String> ownNamespaces(Path directory) {
        Set<String> names = new TreeSet<>();
        processesOf(directory).forEach(pid -> names.addAll(namespacesOf(pid)));
        names.removeAll(namespacesOf(ProcessHandle.current().pid()));
        return names;
    }

    private static void assertNothingOf(Path directory, Set<String> namespaces) {
        assertThat(processesOf(directory)).isEmpty();
        Set<String> all = ProcessHandle.allProcesses()
                .flatMap(process -> namespacesOf(process.pid()).stream())
                .collect(Collectors.toSet());
        Set<String> left = new TreeSet<>(namespaces);
        left.retainAll(all);
        assertThat(left).isEmpty();
    }

    private static List<Long> processesOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> isOf(process.pid(), directory))
                .map(ProcessHandle::pid)
                .toList();
    }

    /** By the command line, and for a process that has its own by what it has open or mapped. */
    private static boolean isOf(long pid, Path directory) {
        try {
            String words = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            return words.contains(directory.resolve("image").toString())
                    || Files.readString(Path.of("/proc/" + pid + "/maps")).contains(directory + "/image/");
        } catch (IOException | UncheckedIOException e) {
            return false; // it has ended
        }
    }

    private static Set<String> namespacesOf(long pid) {
        return Stream.of("mnt", "pid", "user", "ipc", "net", "time")
                .flatMap(kind -> link(Path.of("/proc/" + pid + "/ns/" + kind)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> link(Path path) {
        try {
            return Optional.of(Files.readSymbolicLink(path).toString());
        } catch (IOException e) {
            return Optional.empty(); // the process has ended
        }
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Process start(Path directory, Path home) throws Exception {
        ProcessBuilder builder = controller(home, "campaign", directory, "image");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static ProcessBuilder controller(Path home, String what, Path directory, String image) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + home,
                "-cp",
                ClassPath.text(ClassPath.entries()),
                OtherController.class.getName(),
                what,
                directory.resolve(image).toString(),
                TestPrograms.get("sleeper-glibc").toString(),
                directory.resolve("log").toString());
        builder.environment().remove("XDG_RUNTIME_DIR");
        return builder;
    }
}
