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
            assertThat(run.err()).isEmpty(); // the resumed program goes on there
            assertThat(Path.of(image + ".err"))
                    .content()
                    .contains("told to end, so the power of", "resume goes on from there");
        }

        assertThat(inspected(image)).contains("CUT", "1 cut");
        try (CommandLineProcess resumed = CommandLineProcess.start(folder, "wpp", "resume", "--image", image)) {
            await().atMost(SOON).until(() -> inspected(image).contains("RUNNING"));
            assertThat(resumed.err()).isEmpty();
        }
    }

    @Test
    void what_it_says_is_not_written_over_by_the_program() throws Exception {
        String image = folder.resolve("image").toString();
        Path log = folder.resolve("log");
        try (CommandLineProcess run = CommandLineProcess.appending(
                folder, log, "wpp", "run", "--image", image, "--", "/bin/bash", "-c", "echo begun; " + COUNTING)) {
            awaitForeground(run.pid());
            await().atMost(SOON).until(() -> run.out().equals("begun\n"));
            assertThat(ProcessHandle.of(run.pid()).orElseThrow().destroy()).isTrue();
            assertThat(run.exitCode()).isEqualTo(143);
        }
        try (CommandLineProcess resumed =
                CommandLineProcess.appending(folder, log, "wpp", "resume", "--image", image)) {
            awaitForeground(resumed.pid());
            await().atMost(SOON).until(() -> inspected(image).contains("RUNNING"));
            program(resumed.pid()).destroyForcibly();
            assertThat(resumed.exitCode()).isEqualTo(137);
        }
        assertThat(Files.readAllLines(log))
                .containsExactly(
                        "begun",
                        "suzaku: told to end, so the power of " + image
                                + " was cut; suzaku wpp resume goes on from there",
                        "suzaku: the program was ended by signal 9 (SIGKILL), not by a cut; its image " + image
                                + " cannot be resumed");
    }

    @Test
    void a_program_that_crashes_is_said_to_have_crashed() throws Exception {
        String image = folder.resolve("image").toString();
        try (CommandLineProcess run = CommandLineProcess.start(
                folder, "wpp", "run", "--image", image, "--", "/bin/bash", "-c", "echo begun; kill -SEGV $$")) {
            assertThat(run.exitCode()).isEqualTo(139);
            assertThat(run.out()).isEqualTo("begun\n");
            assertThat(run.err())
                    .isEqualTo("suzaku: the program was ended by signal 11 (SIGSEGV), not by a cut; its image " + image
                            + " cannot be resumed\n");
        }
        assertThat(inspected(image))
                .contains("KILLED: ended by signal 11 (SIGSEGV), not by a cut; it cannot be resumed");
        try (CommandLineProcess verify = CommandLineProcess.start(folder, "wpp", "verify", "--image", image)) {
            assertThat(verify.exitCode()).isEqualTo(1);
            assertThat(verify.out())
                    .contains("ended by signal 11 (SIGSEGV), not by a cut")
                    .doesNotContain("torn");
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

    private static ProcessHandle program(long command) {
        return ProcessHandle.of(command)
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("/suzaku-runtime-"))
                .findFirst()
                .orElseThrow();
    }

    private static void interrupt(long command) throws Exception {
        long program = program(command).pid();
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
