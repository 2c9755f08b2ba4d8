package dev.suzaku.pmem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a program whose image lies in a file system of its own, small enough to be filled. */
final class SmallFileSystem {
    private static final int MEGABYTES = 160;
    private static final long POOL_BYTES = 64L << 20;

    private SmallFileSystem() {}

    /** Runs it in an image in {@code mountPoint/image}; answers its exit code. Its standard streams go to the log. */
    static int run(Path mountPoint, Path log, Path program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>();
        Stream.of(mountPoint.resolve("image"), log, program).map(Path::toString).forEach(words::add);
        words.addAll(List.of(arguments));
        return OwnFileSystem.run("size=" + MEGABYTES + "m", mountPoint, SmallFileSystem.class, words);
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
