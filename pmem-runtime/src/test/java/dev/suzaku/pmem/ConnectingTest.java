package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connect that waits for its listener, and what a signal and a cut do to it. */
class ConnectingTest {
    private static final Duration END_MAX = Duration.ofSeconds(60);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "connecting-glibc, interrupted",
        "connecting-glibc, restart",
        "connecting-musl-static, interrupted",
        "connecting-musl-static, restart"
    })
    void goesOnAfterASignal(String name, String mode) throws Exception {
        try (PersistentProcess process = PersistentProcess.start(image(), program(name, mode), options())) {
            assertSucceeds(process);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connecting-glibc", "connecting-musl-static"})
    void isResetByACut(String name) throws Exception {
        Path waiting = scratch.resolve("waiting");
        ImageDirectory image = image();
        try (PersistentProcess process =
                PersistentProcess.start(image, program(name, "cut", waiting.toString()), options())) {
            await().atMost(END_MAX).until(() -> Files.exists(waiting));
            try (Freeze freeze = process.freeze()) {
                assertThat(freeze.save(SavePlan.complete()).sealed()).isTrue();
                freeze.kill();
            }
        }
        try (PersistentProcess process = PersistentProcess.resume(image, options())) {
            assertSucceeds(process);
        }
    }

    private void assertSucceeds(PersistentProcess process) throws Exception {
        await().atMost(END_MAX).until(() -> process.exitCode().isPresent());
        assertThat(Files.readString(scratch.resolve("log"))).isEqualTo("connecting\n");
        assertThat(process.exitCode()).hasValue(0);
    }

    private ImageDirectory image() {
        return ImageDirectory.createEmpty(scratch.resolve("image"));
    }

    private Program program(String name, String... words) {
        return new Program(TestPrograms.get(name), List.of(words), scratch);
    }

    private LaunchOptions options() {
        Path log = scratch.resolve("log");
        return LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }
}
