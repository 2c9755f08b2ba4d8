package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.ImageState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kernel keeps for a process comes back after a cut. One program for each family of objects; every one checks itself and prints
 * its name and its rounds at the end. {@code -Dsuzaku.test.cuts=N} and {@code -Dsuzaku.test.seed=S} choose how many cuts and which.
 */
class KernelObjectsTest {
    /** A program must not have ended before its last cut, on a fast machine either. */
    private static final long ROUNDS_FACTOR = 3;

    private static final int FIFO_CUTS = 15;
    private static final int WRONG_MAX = 10;
    private static final long ARRIVAL_SECONDS_MAX = 20;
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 40);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    /** Long enough for a program to get on after a recovery on a busy machine. */
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(60);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"settings-glibc", "settings-musl-static"})
    void settingsOfThreadsAndTheProcess(String name) throws Exception {
        survivesCuts(name, 3_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files-glibc", "files-musl-static"})
    void filesThatAreAppendedToRenamedUnlinkedOrNameless(String name) throws Exception {
        Path names = Files.createDirectory(scratch.resolve("names"));

        survivesCuts(name, 7_500L, names.toString());

        try (var left = Files.list(names)) {
            assertThat(left).isEmpty();
        }
        assertThat(keptFiles()).isEmpty();
    }

    /** The image cannot link a file of another file system: the link that keeps it lies beside it, and goes with the last descriptor. */
    @ParameterizedTest
    @ValueSource(strings = {"unlinks-glibc", "unlinks-musl-static"})
    void aFileOfAnotherFileSystemThatLosesItsName(String name, @TempDir Path elsewhere) throws Exception {
        survivesCuts(name, 250L, elsewhere.resolve("name").toString());

        try (var left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    /** More rounds than the table of open files has places, even after the last cut. */
    @ParameterizedTest
    @ValueSource(strings = {"memfds-glibc", "memfds-musl-static"})
    void filesThatAreMappedAreGivenUpWithTheirLastMapping(String name) throws Exception {
        CutCampaign campaign = survives(name, 40_000, 1);

        assertThat(campaign.cuts()).isEqualTo(1);
        assertThat(keptFiles()).isEmpty();
    }

    private List<String> keptFiles() throws IOException {
        try (var left = Files.list(scratch.resolve("image"))) {
            return left.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("kept"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timers-glibc", "timers-musl-static"})
    void timersAndSignalsThatWait(String name) throws Exception {
        survivesCuts(name, 60L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"locks-glibc", "locks-musl-static"})
    void locksOfFilesRobustMutexesAndWatchesOfDirectories(String name) throws Exception {
        survivesCuts(
                name, 1_800L, Files.createDirectory(scratch.resolve("names")).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"critical-glibc", "critical-musl-static"})
    void aRestartableSequenceThatACutInterruptedIsAborted(String name) throws Exception {
        survivesCuts(name, 60L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"swaps-glibc", "swaps-musl-static"})
    void callsThatAnswerWithWhatWasBefore(String name) throws Exception {
        survivesCuts(name, 36_000L, scratch.resolve("locked").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"binds-glibc", "binds-musl-static"})
    void aNameIsBoundOnce(String name) throws Exception {
        survivesCuts(name, 2_000L, scratch.resolve("name").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifos-glibc", "fifos-musl-static"})
    void whatIsInsideAFifoOrAPipeThatWasOpenedByItsPath(String name) throws Exception {
        Path fifo = scratch.resolve("fifo");

        survivesCuts(name, 600L, fifo.toString());

        assertThat(fifo).doesNotExist();
        assertThat(keptFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipeflags-glibc", "pipeflags-musl-static"})
    void flagsOfPipesAndWhatTheirEndsRefuse(String name) throws Exception {
        survivesCuts(name, 60_000L, scratch.resolve("fifo").toString());
    }

    /** To somebody outside a number may come twice, as its write was interrupted between the kernel and us; none is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"fifowriter-glibc", "fifowriter-musl-static"})
    void aFifoThatSomebodyElseReads(String name) throws Exception {
        Path fifo = scratch.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        long rounds = ROUNDS_FACTOR * 30_000L * FIFO_CUTS;
        try (RandomAccessFile outside =
                new RandomAccessFile(fifo.toFile(), "rw")) { // so that no cut looks like the end
            FutureTask<Arrivals> arrivals = new FutureTask<>(() -> numbersOf(outside, rounds));
            new Thread(arrivals, "reads the FIFO").start();

            CutCampaign campaign = survives(name, rounds, FIFO_CUTS, fifo.toString());

            assertThat(campaign.cuts()).isEqualTo(FIFO_CUTS);
            assertThat(arrivals)
                    .as("the last number comes out of the FIFO")
                    .succeedsWithin(ARRIVAL_SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(arrivals.get().wrong()).isEmpty();
            assertThat(arrivals.get().doubled()).isLessThanOrEqualTo(FIFO_CUTS);
        }
    }

    /** Numbers that came twice in a row, and each that came where another one was due. */
    private record Arrivals(long doubled, List<String> wrong) {}

    /** Reads on behind a wrong number, since the writer would wait for ever. */
    private static Arrivals numbersOf(RandomAccessFile fifo, long rounds) throws IOException {
        long doubled = 0;
        List<String> wrong = new ArrayList<>();
        byte[] number = new byte[Long.BYTES];
        for (long due = 0; due < rounds; ) {
            fifo.readFully(number);
            long came = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (came == due - 1) {
                doubled++;
            } else if (came != due && wrong.size() < WRONG_MAX) {
                wrong.add(came + " came where " + due + " was due");
            }
            due = came + 1;
        }
        return new Arrivals(doubled, wrong);
    }

    /** A name is relative to the directory in which it was bound; a file of that name elsewhere is somebody else's. */
    @ParameterizedTest
    @ValueSource(strings = {"boundname-glibc", "boundname-musl-static"})
    void aSocketIsBoundAgainWhereItWas(String name) throws Exception {
        Path socket = Files.createDirectory(scratch.resolve("bound")).resolve("name");
        Path file = Files.writeString(
                Files.createDirectory(scratch.resolve("other")).resolve("name"), "kept");
        Path log = scratch.resolve("log");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(TestPrograms.get(name), List.of(scratch.toString()), scratch);
        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            await().until(() -> Files.readString(log).equals("ready\n"));
            try (Freeze freeze = process.freeze()) {
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
        }
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            await().until(() -> process.imageState() == ImageState.RUNNING);

            assertThat(file).hasContent("kept");
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    private void survivesCuts(String name, long roundsPerCut, String... words) throws Exception {
        CutCampaign campaign = survives(name, ROUNDS_FACTOR * roundsPerCut * CUTS, CUTS, words);

        assertThat(campaign.cuts()).as("cuts of %s, seed %d", name, SEED).isEqualTo(CUTS);
    }

    private CutCampaign survives(String name, long rounds, int cuts, String... words) throws Exception {
        Path log = scratch.resolve("log");
        List<String> arguments = new ArrayList<>(List.of(Long.toString(rounds)));
        arguments.addAll(List.of(words));
        Program program = new Program(TestPrograms.get(name), arguments, scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, cuts, SEED, EPOCH_NANOS_MAX);

        assertThat(Files.readString(log))
                .as("output of %s, seed %d", name, SEED)
                .isEqualTo("%s %d\n".formatted(name.substring(0, name.indexOf('-')), rounds));
        assertThat(campaign.exitCode()).isZero();
        return campaign;
    }
}
