package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `wpp run` in the foreground, told to end. */
class ForegroundTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long SIGINT_BIT = 1 << 1;
    private static final String COUNTING = "i=0; while [ $i -lt 100000000 ]; do i=$((i+1)); done; echo counted";
    private static final String INTERRUPTED = "trap 'echo interrupted; exit 3' INT; echo ready; while true; do :; done";

    @TempDir
    private Path folder;

    @Test
    void it_is_told_to_end_and_leaves_an_image_that_can_be_resumed() throws Exception {
        String image = folder.resolve("image").toString();
        try (CommandLineProcess run =
                CommandLineProcess.start(folder, "wpp", "run", "--image", image, "--", "/bin/bash", "-c", COUNTING)) {
            awaitForeground(run.pid());
            assertThat(ProcessHandle.of(run.pid()).orElseThrow().destroy()).isTrue();
            assertThat(run.exitCode()).isEqualTo(143);
            assertThat(run.err()).contains("told to end, so the power of", "resume goes on from there");
        }

        assertThat(inspected(image)).contains("CUT", "1 cut");
        try (CommandLineProcess resumed = CommandLineProcess.start(folder, "wpp", "resume", "--image", image)) {
            await().atMost(SOON).until(() -> inspected(image).contains("RUNNING"));
            assertThat(resumed.err()).isEmpty();
        }
    }

    @Test
    void an_interrupt_is_the_programs_own_affair() throws Exception {
        String image = folder.resolve("image").toString();
        try (CommandLineProcess run = CommandLineProcess.start(
                folder, "wpp", "run", "--image", image, "--", "/bin/bash", "-c", INTERRUPTED)) {
            await().atMost(SOON).until(() -> run.out().equals("ready\n"));
            awaitForeground(run.pid());
            interrupt(run.pid()); // as a terminal does: the command and the program
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.out()).isEqualTo("ready\ninterrupted\n");
        }
    }

    /** The last thing it does before it waits for the program. */
    private static void awaitForeground(long command) {
        Path status = Path.of("/proc/" + command + "/status");
        await().atMost(SOON)
                .until(() -> Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0));
    }

    private static void interrupt(long command) throws Exception {
        long program = ProcessHandle.of(command)
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("/suzaku-runtime-"))
                .findFirst()
                .orElseThrow()
                .pid();
        Process kill = new ProcessBuilder("/bin/kill", "-INT", Long.toString(command), Long.toString(program)).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private String inspected(String image) throws Exception {
        if (!Files.exists(Path.of(image, "tables"))) {
            return "";
        }
        try (CommandLineProcess inspect = CommandLineProcess.start(folder, "wpp", "inspect", "--image", image)) {
            return inspect.exitCode() + inspect.out();
        }
    }
}
