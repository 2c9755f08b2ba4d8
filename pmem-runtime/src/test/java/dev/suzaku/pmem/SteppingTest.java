package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.ImageState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that was moved on by single steps does not know. */
class SteppingTest {
    private static final int FREEZES = 30;
    private static final int INSTRUCTIONS = 60;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    /** A processor that steps shows it in the flags, and a program may put them on its stack: there they would outlive the cut. */
    @Test
    void theFlagsThatItPushesAreItsOwn() throws Exception {
        Path stop = scratch.resolve("stop");
        Path log = scratch.resolve("log");
        try (PersistentProcess process = PersistentProcess.start(
                ImageDirectory.createEmpty(scratch.resolve("image")),
                new Program(TestPrograms.get("flags-glibc"), List.of(stop.toString()), scratch),
                LaunchOptions.defaults().withStreams(Streams.files(log, log)))) {
            await().until(() -> process.imageState() == ImageState.RUNNING);
            for (int i = 0; i < FREEZES && process.isAlive(); i++) {
                try (Freeze freeze = process.freeze()) {
                    freeze.step(freeze.threads().get(0), INSTRUCTIONS);
                }
            }
            Files.createFile(stop);

            assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        }
    }
}
