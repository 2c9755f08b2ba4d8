package dev.suzaku.pmem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The controller of {@link HugePagesTest}: cuts a program with a large heap, and writes down what pages back it before and after. */
final class HugePages {
    private static final long POOL_BYTES = 256L << 20;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int CUTS = 6;

    private HugePages() {}

    /** IMAGE LOG REPORT STOP PROGRAM MEBIBYTES: the report gets the pages at each cut and after the last, a line each. */
    public static void main(String[] words) throws Exception {
        Path log = Path.of(words[1]);
        Path stop = Path.of(words[3]);
        ImageDirectory image = ImageDirectory.createEmpty(Path.of(words[0]));
        LaunchOptions options =
                LaunchOptions.defaults().withPoolBytes(POOL_BYTES).withStreams(Streams.files(log, log));
        List<String> pages = new ArrayList<>();
        PersistentProcess process = PersistentProcess.start(
                image, new Program(Path.of(words[4]), List.of(words[5], stop.toString()), log.getParent()), options);
        for (int cut = 0; cut < CUTS; cut++) {
            pages.add(pagesOf(image, Long.parseLong(words[5]) << 20).toString());
            cut(process, cut % 2 == 0);
            process.close();
            process = PersistentProcess.resume(image, options);
        }
        pages.add(pagesOf(image, Long.parseLong(words[5]) << 20).toString());
        Files.write(Path.of(words[2]), pages);
        Files.createFile(stop);
        System.exit(process.waitFor());
    }

    /** Once so much of the pool is present again. */
    private static PoolPages pagesOf(ImageDirectory image, long bytes) {
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        while (true) {
            PoolPages pages = ImageInspection.of(image).pages();
            if (pages.residentBytes() >= bytes) {
                return pages;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the program did not touch its heap within 60 s: " + pages);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void cut(PersistentProcess process, boolean fromOutside) {
        if (!fromOutside) {
            process.saveItself(Optional.empty());
            return;
        }
        try (Freeze freeze = process.freeze()) {
            freeze.save(SavePlan.complete());
            freeze.kill();
        }
    }
}
