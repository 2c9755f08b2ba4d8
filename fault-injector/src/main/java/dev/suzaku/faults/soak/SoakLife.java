package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.image.ImageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One life of a soaked program, from its clean start through its cuts to its end. */
final class SoakLife {
    private static final long EPOCH_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(300);
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long LONG_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(150);
    private static final int LONG_ONE_IN = 16;
    private static final long NESTED_NANOS_MAX = TimeUnit.MICROSECONDS.toNanos(2_500);
    private static final long PROGRESS_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
    private static final long END_NANOS_MAX = TimeUnit.SECONDS.toNanos(300);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int NESTED_ONE_IN = 6;
    private static final int NESTED_MAX = 5;

    private final SoakState soak;
    private final SplittableRandom random;
    private final Path directory;
    private final Path log;
    private final SoakedProgram program;
    private final ImageDirectory image;
    private final LaunchOptions options;
    private final LeakWatch leaks = new LeakWatch();
    private PersistentProcess process;
    private boolean underWay;

    SoakLife(SoakState soak, SplittableRandom random, Path directory, String program) {
        this.soak = soak;
        this.random = random;
        this.directory = directory;
        this.log = directory.resolve("log");
        this.program = SoakPrograms.begin(program, directory);
        this.image = ImageDirectory.createEmpty(directory.resolve("image"));
        this.options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }

    /**
     * Lives until the soak has made this many cuts or the program ends by itself.
     *
     * @throws SoakFailure when it is wrong, with what the program said last
     */
    void live(int cuts) {
        try {
            process = PersistentProcess.start(image, program.program(), options);
            boolean alive = true;
            while (alive && soak.cuts() < cuts) {
                awaitProgress();
                LockSupport.parkNanos(epochNanos());
                program.check();
                alive = cut(cuts - soak.cuts());
            }
            awaitProgress();
            program.judge(program.ends() ? awaitEnd() : 0);
            program.check();
            leaks.judge();
        } catch (SoakFailure | ImageException e) {
            throw new SoakFailure(e.getMessage() + said(), e);
        } finally {
            program.close();
            if (process != null) {
                process.close();
            }
        }
    }

    /** Mostly short, since a recovery costs as much; some long ones, or a program whose start is slow would never get past it. */
    private long epochNanos() {
        return random.nextInt(LONG_ONE_IN) == 0
                ? random.nextLong(EPOCH_NANOS_MAX, LONG_NANOS_MAX)
                : random.nextLong(EPOCH_NANOS_MIN, EPOCH_NANOS_MAX);
    }

    /** One cut, and sometimes more during the recovery from it. Answers whether the program lives on. */
    private boolean cut(int most) {
        int nested = random.nextInt(NESTED_ONE_IN) == 0 ? 1 + random.nextInt(NESTED_MAX) : 0;
        for (int depth = 0; depth <= Math.min(nested, most - 1); depth++) {
            if (depth > 0) {
                LockSupport.parkNanos(random.nextLong(NESTED_NANOS_MAX));
            }
            if (!cutOnce(depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean cutOnce(int depth) {
        try {
            soak.cutter().cut(process, depth > 0);
        } catch (ImageException e) {
            if (!hasEnded()) {
                throw e;
            }
        }
        if (hasEnded()) {
            return false;
        }
        process.close();
        soak.noteCut(depth);
        ImageCensus census = ImageCensus.of(image);
        underWay |= program.isUnderWay(census);
        if (underWay) {
            leaks.add(census);
        }
        long before = System.nanoTime();
        process = PersistentProcess.resume(image, options);
        soak.noteResume(System.nanoTime() - before);
        return true;
    }

    private boolean hasEnded() {
        return process.imageState() == ImageState.ENDED;
    }

    /** Until the recovery is over and, where somebody outside can see it, the program has answered all of its clients. */
    private void awaitProgress() {
        long seen = program.progress();
        long deadline = System.nanoTime() + PROGRESS_NANOS_MAX;
        while (process.imageState() == ImageState.RECOVERING || (!program.ends() && program.progress() == seen)) {
            program.check();
            if (!process.isAlive()) {
                throw new SoakFailure("the program ended by itself with exit code " + process.exitCode());
            }
            if (System.nanoTime() > deadline) {
                throw new SoakFailure("no answer within 20 s of a recovery");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private int awaitEnd() {
        long deadline = System.nanoTime() + END_NANOS_MAX;
        OptionalInt code = process.exitCode();
        while (code.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new SoakFailure("the program did not end within 300 s of its last recovery");
            }
            LockSupport.parkNanos(POLL_NANOS);
            code = process.exitCode();
        }
        return code.getAsInt();
    }

    private String said() {
        try {
            String text = Files.exists(log) ? Files.readString(log).strip() : "";
            String last = text.substring(text.lastIndexOf('\n') + 1);
            return last.isEmpty() ? "; it said nothing" : "; it said last: " + last;
        } catch (IOException e) {
            return "; its log " + directory + " cannot be read: " + e.getMessage();
        }
    }
}
