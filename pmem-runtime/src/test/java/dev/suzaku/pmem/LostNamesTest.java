package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts while a file that is open gets another name, or while links that only the runtime needed are being given up. */
class LostNamesTest {
    private static final long RENAME = 82;
    private static final long EXIT_GROUP = 231;
    private static final int ENTRIES_MAX = 200;
    private static final int DECISION_INSTRUCTIONS_MAX = 20_000;
    private static final int TRIES = 100;
    private static final int REFUSED = 254;
    private static final int EXIT_CODE = 7; // of "ends"
    private static final int STRIDE = 100;
    private static final int ENDS = 10;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    /** A program that somebody executes cannot be opened for writing; that says nothing about its name. */
    @Test
    void aFileThatOneRecoveryCannotOpenIsFoundByTheNext() throws Exception {
        Path name = Files.copy(Path.of("/bin/sleep"), scratch.resolve("name"), StandardCopyOption.COPY_ATTRIBUTES);
        Path stop = scratch.resolve("stop");
        Path log = scratch.resolve("log");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
        Program program =
                new Program(TestPrograms.get("renames-glibc"), List.of(name.toString(), stop.toString()), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            try (Freeze freeze = process.freeze()) {
                assertThat(cutWithin(process, freeze, RENAME, 0)).isTrue();
            }
        }
        Path now = Files.exists(name) ? name : scratch.resolve("name.moved");
        Process user = new ProcessBuilder(now.toString(), "1000").start();
        try {
            await().until(() -> Files.readString(Path.of("/proc/" + user.pid() + "/cmdline"))
                    .startsWith(now.toString()));
            assertThat(exitCodeOfResumed(image, options)).isEqualTo(REFUSED);
            assertThat(log).content().contains("cannot open a file of the program again");
        } finally {
            user.destroyForcibly().waitFor();
        }
        Files.createFile(stop);

        assertThat(exitCodeOfResumed(image, options)).isZero();
        assertThat(log).content().endsWith("renames\n");
    }

    /** On another file system than the image's they would stay for ever. */
    @Test
    void noLinkIsLeftWhereverTheEndIsCut(@TempDir Path elsewhere) throws Exception {
        int within = 0;
        for (int end = 0; end < ENDS; end++) {
            Path directory = Files.createDirectory(scratch.resolve("run-" + end));
            Path log = directory.resolve("log");
            LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
            Program program = new Program(
                    TestPrograms.get("ends-glibc"),
                    List.of(
                            elsewhere.resolve("name").toString(),
                            directory.resolve("go").toString()),
                    directory);
            ImageDirectory image = ImageDirectory.createEmpty(directory.resolve("image"));
            try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
                await().until(() -> Files.readString(log).equals("ready\n"));
                try (Freeze freeze = process.freeze()) {
                    Files.createFile(directory.resolve("go"));
                    within += cutWithin(process, freeze, EXIT_GROUP, end * STRIDE) ? 1 : 0;
                }
            }
            if (ImageVerification.of(image).isResumable()) {
                assertThat(exitCodeOfResumed(image, options))
                        .as(Files.readString(log))
                        .isEqualTo(EXIT_CODE);
            }
            try (var left = Files.list(elsewhere)) {
                assertThat(left).as("cut %d", end).isEmpty();
            }
        }
        assertThat(within).isGreaterThan(ENDS / 2);
    }

    private static int exitCodeOfResumed(ImageDirectory image, LaunchOptions options) throws InterruptedException {
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            return process.waitFor();
        }
    }

    /** Cuts so many instructions behind the decision of a call, or where the program ends before; whether the call was under way. */
    private static boolean cutWithin(PersistentProcess process, Freeze freeze, long call, int instructions) {
        assertThat(CallAim.runTo(Set.of(call), freeze, CallAim.first(freeze).orElseThrow(), ENTRIES_MAX))
                .isPresent();
        ThreadSlot slot = process.tables().thread(0);
        for (int tries = 0;
                tries < TRIES && !DecisionAim.hasDecided(slot);
                tries++) { // a busy machine ends a step early
            freeze.stepUntil(freeze.threads().get(0), DECISION_INSTRUCTIONS_MAX, rip -> DecisionAim.hasDecided(slot));
        }
        freeze.step(freeze.threads().get(0), instructions); // fewer where it waits for the file system
        if (process.imageState() == ImageState.ENDED) {
            freeze.kill();
            return false;
        }
        boolean within = DecisionAim.hasDecided(slot);
        freeze.save(SavePlan.complete());
        freeze.kill();
        return within;
    }
}
