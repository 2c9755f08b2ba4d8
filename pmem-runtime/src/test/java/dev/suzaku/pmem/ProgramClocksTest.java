package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.pmem.launch.ClockOffsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CLOCK_MONOTONIC and CLOCK_BOOTTIME of a program go on over cuts and boots; where a time namespace is not permitted, this is said. */
class ProgramClocksTest {
    private static final int NOBODY = 65534;

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"clocks-glibc", "clocks-musl-static"})
    void clocksNeverGoBackAndTimeWithoutPowerCounts(String name) throws Exception {
        assumeTimeNamespaces();

        ClockCampaign campaign = ClockCampaign.run(scratch, TestPrograms.get(name));

        assertThat(campaign.timesBack(0)).as("CLOCK_MONOTONIC").isZero();
        assertThat(campaign.timesBack(1)).as("CLOCK_BOOTTIME").isZero();
        assertThat(campaign.readings()).noneMatch(line -> line.endsWith("early"));
        int first = campaign.linesAtCut().get(0);
        long leap = campaign.clock(0).get(first + 1) - campaign.clock(0).get(first - 1);
        assertThat(leap)
                .isBetween(
                        ClockCampaign.AHEAD_NANOS + ClockCampaign.OFF_NANOS,
                        ClockCampaign.AHEAD_NANOS + 2 * ClockCampaign.OFF_NANOS);
        long leapOfBoottime =
                campaign.clock(1).get(first + 1) - campaign.clock(1).get(first - 1);
        assertThat(leapOfBoottime).isGreaterThan(2 * ClockCampaign.AHEAD_NANOS + ClockCampaign.OFF_NANOS);
        assertThat(campaign.offsets().stream().distinct())
                .as("offsets after the boot stay as they are")
                .hasSize(1)
                .doesNotContain(ClockOffsets.own());
        assertThat(campaign.inspected().get(0)).isEqualTo("the machine's");
        assertThat(campaign.inspected().get(1))
                .matches("a time namespace, 8640\\d{4}\\.\\d{3} s ahead of the machine's");
    }

    @Test
    void aProgramOfAnOrdinaryUserKeepsItsClocksToo() throws Exception {
        assumeTimeNamespaces();
        String[] user = isRoot()
                ? new String[] {"setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"}
                : new String[0];

        assertThat(campaignOf(user)).contains("back 0 0\n", "early false\n", "clocks a time namespace, ", "errors \n");
    }

    @Test
    void withoutATimeNamespaceItIsSaidThatTheClocksWentBack() throws Exception {
        assumeTrue(isRoot(), "only root can give up the right to set a clock and keep the others");

        String answer = campaignOf("setpriv", "--bounding-set=-sys_time", "--inh-caps=-sys_time", "--");

        assertThat(answer)
                .contains("clocks the machine's; went back by 86399")
                .contains("suzaku-init: no time namespace", "may go back");
    }

    /** What a controller of its own says, started by a command. */
    private String campaignOf(String... prefix) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Path program = Files.copy(TestPrograms.get("clocks-glibc"), scratch.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (isRoot() && Stream.of(prefix).anyMatch(word -> word.startsWith("--reuid"))) {
            Files.setAttribute(home, "unix:uid", NOBODY);
        }
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + home,
                "-cp",
                ClassPath.text(ClassPath.readableCopies(scratch)),
                ClockCampaign.class.getName(),
                home.toString(),
                program.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().remove("XDG_RUNTIME_DIR");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    private static void assumeTimeNamespaces() throws Exception {
        Process unshare = new ProcessBuilder(
                        "unshare", "--user", "--map-root-user", "--time", "--monotonic", "1", "true")
                .redirectErrorStream(true)
                .start();
        String answer = new String(unshare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(unshare.waitFor() == 0, "this machine gives no time namespaces: " + answer);
    }

    private static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }
}
