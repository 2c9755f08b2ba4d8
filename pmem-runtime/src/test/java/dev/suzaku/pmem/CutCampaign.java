package dev.suzaku.pmem;

import dev.suzaku.pmem.image.ImageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts a program, cuts its power at seeded random times, resumes it after each cut, and lets it end. */
record CutCampaign(int exitCode, int cuts, int threadsInUser, int threadsInKernel, List<Long> resumeNanos) {
    /** Longest time from a resume to the next cut that leaves the program time to get on; the shortest is a twentieth of it. */
    static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int STEPS_MAX = 1_000;
    private static final int HURRIED = 8; // one aimed cut in so many may meet a recovery
    private static final long END_TIMEOUT_SECONDS = 120;

    /** Where a cut comes: moves the threads of a freeze on before they are saved. */
    @FunctionalInterface
    interface Aim {
        void at(PersistentProcess process, Freeze freeze, SplittableRandom random);
    }

    /** In half of the cuts one thread goes on by a few instructions, so that cuts hit the runtime anywhere, not only where stops do. */
    static final Aim ANYWHERE = (process, freeze, random) -> stepOnward(freeze, random);

    /** Runs a program in an empty image directory with this many cuts, fewer when it ends before. */
    static CutCampaign run(
            Path imageDirectory, Program program, LaunchOptions options, int cuts, long seed, long epochNanosMax)
            throws IOException, InterruptedException {
        return run(imageDirectory, program, options, cuts, seed, epochNanosMax, ANYWHERE);
    }

    /** As above, with cuts that are aimed at something. */
    static CutCampaign run(
            Path imageDirectory,
            Program program,
            LaunchOptions options,
            int cuts,
            long seed,
            long epochNanosMax,
            Aim aim)
            throws IOException, InterruptedException {
        return run(imageDirectory, program, options, cuts, seed, epochNanosMax, aim, Optional.empty());
    }

    /** As above, for a program that goes on until its stop file exists: it is made once the last cut is recovered from. */
    static CutCampaign runUntilStopped(
            Path imageDirectory,
            Program program,
            LaunchOptions options,
            int cuts,
            long seed,
            long epochNanosMax,
            Aim aim,
            Path stop)
            throws IOException, InterruptedException {
        return run(imageDirectory, program, options, cuts, seed, epochNanosMax, aim, Optional.of(stop));
    }

    /** As above, for one of our programs, named in {@link TestPrograms}, whose only word is its stop file: its output goes to {@code scratch/log}. */
    static CutCampaign runUntilStopped(String program, Path scratch, int cuts, long seed, Aim aim)
            throws IOException, InterruptedException {
        Path log = scratch.resolve("log");
        Path stop = scratch.resolve("stop");
        return runUntilStopped(
                scratch.resolve("image"),
                new Program(TestPrograms.get(program), List.of(stop.toString()), scratch),
                LaunchOptions.defaults().withStreams(Streams.files(log, log)),
                cuts,
                seed,
                EPOCH_NANOS_MAX,
                aim,
                stop);
    }

    private static CutCampaign run(
            Path imageDirectory,
            Program program,
            LaunchOptions options,
            int cuts,
            long seed,
            long epochNanosMax,
            Aim aim,
            Optional<Path> stop)
            throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        ImageDirectory image = ImageDirectory.createEmpty(imageDirectory);
        PersistentProcess process = PersistentProcess.start(image, program, options);
        List<Long> resumes = new ArrayList<>();
        int user = 0;
        int kernel = 0;
        int done = 0;
        try {
            while (done < cuts) {
                if (aim != ANYWHERE && random.nextInt(HURRIED) != 0) {
                    awaitProgram(process);
                }
                LockSupport.parkNanos(random.nextLong(epochNanosMax / 20, epochNanosMax));
                if (!process.isAlive()) {
                    break;
                }
                Optional<Freeze> stopped = freezeUnlessEnded(process);
                if (stopped.isEmpty()) {
                    break;
                }
                try (Freeze freeze = stopped.get()) {
                    if (!freeze.hasBegun()) {
                        break;
                    }
                    aim.at(process, freeze, random);
                    SavedState saved = freeze.save(SavePlan.complete());
                    if (!saved.sealed()) {
                        throw new AssertionError("a complete save was not sealed");
                    }
                    for (FrozenThread thread : freeze.threads()) {
                        user += thread.place() == ThreadPlace.USER ? 1 : 0;
                        kernel += thread.place() == ThreadPlace.KERNEL ? 1 : 0;
                    }
                    freeze.kill();
                }
                process.close();
                done++;
                long before = System.nanoTime();
                process = PersistentProcess.resume(image, options);
                resumes.add(System.nanoTime() - before);
            }
            if (stop.isPresent()) {
                Files.createFile(stop.get());
            }
            return new CutCampaign(await(process), done, user, kernel, resumes);
        } finally {
            process.close();
        }
    }

    /** What a cut is aimed at happens in the program, not in its recovery, which takes all of an epoch where others use the processors. */
    private static void awaitProgram(PersistentProcess process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_TIMEOUT_SECONDS);
        while (process.imageState() != ImageState.RUNNING && process.isAlive()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the program was not back within " + END_TIMEOUT_SECONDS + " s of its resume");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Empty when the program ended by itself while it was being stopped; a program that crashed then is an error. */
    private static Optional<Freeze> freezeUnlessEnded(PersistentProcess process) {
        try {
            return Optional.of(process.freeze());
        } catch (ImageException e) {
            if (process.imageState() == ImageState.ENDED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void stepOnward(Freeze freeze, SplittableRandom random) {
        List<FrozenThread> running = freeze.threads().stream()
                .filter(thread -> thread.hasSlot() && !thread.isWaiting())
                .toList();
        if (!running.isEmpty() && random.nextBoolean()) {
            freeze.step(running.get(random.nextInt(running.size())), 1 + random.nextInt(STEPS_MAX));
        }
    }

    private static int await(PersistentProcess process) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_TIMEOUT_SECONDS);
        OptionalInt code = process.exitCode();
        while (code.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the program did not end within " + END_TIMEOUT_SECONDS + " s of its last resume");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            code = process.exitCode();
        }
        return code.getAsInt();
    }

    /** For looking at one program by hand: SCRATCH CUTS SEED PROGRAM ARG... */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path scratch = Path.of(words[0]);
        Program program = new Program(
                Path.of(words[3]),
                List.of(words).subList(4, words.length),
                Path.of("").toAbsolutePath());
        CutCampaign campaign = run(
                scratch,
                program,
                LaunchOptions.defaults(),
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Long.getLong("suzaku.test.epochNanos", EPOCH_NANOS_MAX),
                Boolean.getBoolean("suzaku.test.decisions") ? new DecisionAim() : ANYWHERE);
        List<Long> sorted = campaign.resumeNanos().stream().sorted().toList();
        System.out.printf(
                "exit %d, cuts %d, user %d, kernel %d, resume median %s us, max %s us%n",
                campaign.exitCode(),
                campaign.cuts(),
                campaign.threadsInUser(),
                campaign.threadsInKernel(),
                sorted.isEmpty() ? "-" : sorted.get(sorted.size() / 2) / 1000,
                sorted.isEmpty() ? "-" : sorted.get(sorted.size() - 1) / 1000);
    }
}
