package dev.suzaku.pmem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program whose image lies in a file system of its own, small enough to be filled: a tmpfs in a mount namespace, with a controller
 * in a JVM of its own.
 */
final class SmallFileSystem {
    private static final int MEGABYTES = 160;
    private static final long POOL_BYTES = 64L << 20;
    private static final int USER_ROOT = 0;

    private SmallFileSystem() {}

    /** Runs it in an image in {@code mountPoint/image}; answers its exit code. Its standard streams go to the log. */
    static int run(Path mountPoint, Path log, Path program, String... arguments) throws Exception {
        boolean root = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == USER_ROOT;
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        command.addAll(root ? List.of() : List.of("--user", "--map-root-user"));
        command.addAll(List.of(
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + MEGABYTES + "m none \"$0\" && exec \"$@\"",
                mountPoint.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                ClassPath.text(ClassPath.entries()),
                SmallFileSystem.class.getName()));
        Stream.of(mountPoint.resolve("image"), log, program).map(Path::toString).forEach(command::add);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** IMAGE LOG PROGRAM ARG... */
    public static void main(String[] words) throws InterruptedException {
        Path log = Path.of(words[1]);
        Program program = new Program(Path.of(words[2]), List.of(words).subList(3, words.length), log.getParent());
        LaunchOptions options =
                LaunchOptions.defaults().withPoolBytes(POOL_BYTES).withStreams(Streams.files(log, log));
        try (PersistentProcess process =
                PersistentProcess.start(ImageDirectory.createEmpty(Path.of(words[0])), program, options)) {
            System.exit(process.waitFor());
        }
    }
}
