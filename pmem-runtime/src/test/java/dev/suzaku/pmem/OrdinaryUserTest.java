package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An ordinary user, without any capability and with address space layout randomisation on, runs, cuts and resumes a program in a user
 * namespace. Tests that run as root become such a user with setpriv; others are one.
 */
class OrdinaryUserTest {
    private static final int NOBODY = 65534;
    private static final int CUTS = 20;
    private static final long ROUNDS = 15_000L * CUTS;
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"pthreads-glibc", "pthreads-musl-static"})
    void aProgramOfAnOrdinaryUserIsCutAndRecovered(String name) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path program = Files.copy(TestPrograms.get(name), scratch.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            Files.setAttribute(home, "unix:uid", NOBODY);
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + home,
                "-cp",
                ClassPath.text(ClassPath.readableCopies(scratch)),
                OrdinaryUser.class.getName()));
        command.addAll(
                List.of(home.toString(), program.toString(), "" + CUTS, Long.toString(SEED), Long.toString(ROUNDS)));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().remove("XDG_RUNTIME_DIR");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as("seed %d: %s", SEED, answer).isZero();
        long tenth = ROUNDS / 10;
        assertThat(answer)
                .contains("user " + (isRoot() ? NOBODY : ownUser()) + "\n")
                .contains("capabilities 0000000000000000\n")
                .contains("own-namespace true\n")
                .containsPattern("aslr [12]\n")
                .contains("cuts " + CUTS + "\n")
                .contains("exit 0\n")
                .contains("totals workers %d ring %d churn %d locals %d\n"
                        .formatted(3 * ROUNDS, 3 * tenth, tenth * (tenth - 1) / 2, 3 * ROUNDS));
    }

    private static boolean isRoot() throws IOException {
        return ownUser() == 0;
    }

    private static int ownUser() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
