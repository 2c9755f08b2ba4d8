package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.Layout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes and FIFOs that the program shares with somebody else. */
class StreamsAndPipesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path RUNTIME = Path.of("target/classes/native/linux-x86-64/suzaku-runtime");
    private static final int HEXADECIMAL = 16;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    /** Its standard output is a FIFO, which it opens by its name too; when it goes on, nobody reads that. */
    @Test
    void aStandardStreamThatWasOpenedByItsNameHoldsUpNoRecovery() throws Exception {
        Path fifo = scratch.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path log = scratch.resolve("log");
        Path go = scratch.resolve("go");
        Program program =
                new Program(TestPrograms.get("ownstream-glibc"), List.of(fifo.toString(), go.toString()), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (RandomAccessFile outside = new RandomAccessFile(fifo.toFile(), "rw");
                PersistentProcess process = PersistentProcess.start(
                        image, program, LaunchOptions.defaults().withStreams(Streams.files(fifo, log)))) {
            byte[] word = new byte["ready\n".length()];
            outside.readFully(word);
            assertThat(new String(word, StandardCharsets.US_ASCII)).isEqualTo("ready\n");
            await("its call counts, which a cut would have it make again")
                    .atMost(SOON)
                    .until(() -> process.tables().thread(0).recordState() == Layout.RECORD_NONE);
            try (Freeze freeze = process.freeze()) {
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
        }
        Files.createFile(go);
        try (PersistentProcess process =
                PersistentProcess.resume(image, LaunchOptions.defaults().withStreams(Streams.files(log, log)))) {
            await("the program ends").atMost(SOON).until(() -> !process.isAlive());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(log).hasContent("here\nnobody\n");
    }

    /** Only a message with descriptors may give a pipe to somebody, so that the runtime can no more count on being alone with it. */
    @Test
    void aPipeIsSharedByAMessageThatHandsDescriptorsOver() throws Exception {
        Path log = scratch.resolve("log");
        Path go = scratch.resolve("go");
        Program program = new Program(TestPrograms.get("messages-glibc"), List.of(go.toString()), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = PersistentProcess.start(
                image, program, LaunchOptions.defaults().withStreams(Streams.files(log, log)))) {
            await().atMost(SOON).until(() -> Files.readString(log).equals("sent\n"));
            assertThat(isFirstPipeShared(process)).isFalse();

            Files.createFile(go);

            await().atMost(SOON).until(() -> Files.readString(log).endsWith("handed over\n"));
            assertThat(isFirstPipeShared(process)).isTrue();
        }
    }

    /** The cut falls between the two stores with which an empty pipe's ring begins again: more seems to be read than written. */
    @ParameterizedTest
    @ValueSource(strings = {"emptypipe-glibc", "emptypipe-musl-static"})
    void anEmptyPipeThatWasBeginningAgainIsEmpty(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path go = scratch.resolve("go");
        Path again = scratch.resolve("again");
        Program program = new Program(TestPrograms.get(name), List.of(go.toString(), again.toString()), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            await().atMost(SOON).until(() -> Files.readString(log).equals("empty\n"));
            try (Freeze freeze = process.freeze()) {
                int read = Layout.PIPES_OFFSET + Layout.number("pipe_buffer.read_count");
                assertThat(process.tables().word(read)).isEqualTo(5_000);
                process.tables().setWord(read, Layout.number("PIPE_BYTES"));
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
        }
        Files.createFile(go);
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            await().atMost(SOON).until(() -> Files.readString(log).endsWith("full\n"));
            try (Freeze freeze = process.freeze()) {
                freeze.save(SavePlan.complete());
                freeze.kill();
            }
        }
        Files.createFile(again);
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            await("what was inside is inside").atMost(SOON).until(() -> !process.isAlive());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(log).hasContent("empty\nfull\npassed\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"received-glibc", "received-musl-static"})
    void aDescriptorThatAMessageHasBroughtTakesThePlaceOfAFile(String name) throws Exception {
        Path log = scratch.resolve("log");
        Path file = Files.writeString(scratch.resolve("file"), "a file");
        Program program = new Program(TestPrograms.get(name), List.of(file.toString()), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        try (PersistentProcess process =
                PersistentProcess.start(ImageDirectory.createEmpty(scratch.resolve("image")), program, options)) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(log).hasContent("received\n");
    }

    /** The first word of a struct pipe_state says so. */
    private static boolean isFirstPipeShared(PersistentProcess process) throws IOException {
        String symbols = new String(
                new ProcessBuilder("nm", RUNTIME.toString())
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                StandardCharsets.US_ASCII);
        String address = symbols.lines()
                .filter(line -> line.endsWith(" pipe_states"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + process.pid() + "/mem", "r")) {
            memory.seek(Long.parseLong(address, HEXADECIMAL));
            return memory.read() != 0;
        }
    }
}
