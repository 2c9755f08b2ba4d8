package dev.suzaku.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.launcher.FakeMachine.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private static final Path LAUNCHER = Path.of("../suzaku");

    @TempDir
    Path directory;

    private FakeMachine machine;

    @BeforeEach
    void makeTheMachine() throws IOException {
        machine = new FakeMachine(directory, LAUNCHER);
    }

    @Test
    void theFirstLaunchBuildsAndTheNextDoesNot() throws Exception {
        assertThat(machine.launch("check", "--help").errors()).contains("building");
        assertThat(machine.launch("check", "--help").errors()).isEmpty();
        assertThat(machine.calls("maven")).hasSize(1);
    }

    @Test
    void aChangedAnAddedAndADeletedSourceBuildAgain() throws Exception {
        machine.launch("check");
        machine.change("histories/src/A.java");
        machine.launch("check");
        machine.change("histories/src/C.java");
        machine.launch("check");
        machine.delete("histories/src/C.java");
        machine.launch("check");
        assertThat(machine.calls("maven")).hasSize(4);
    }

    @Test
    void whatBuildsAndRunsLeaveBehindDoesNotBuildAgain() throws Exception {
        machine.launch("check");
        machine.change("histories/target/classes/A.class");
        machine.change("web-ui/node_modules/.package-lock.json");
        machine.change("store/campaign/run/history.szh");
        machine.launch("check");
        assertThat(machine.calls("maven")).hasSize(1);
    }

    @Test
    void aBuildThatFailsShowsItsErrorAndEndsWith255() throws Exception {
        machine.mark("fail");
        Launch launch = machine.launch("check");
        assertThat(launch.exitCode()).isEqualTo(255);
        assertThat(launch.errors()).contains("[ERROR] a planted error", "the build failed");
        assertThat(launch.output()).isEmpty();
        machine.unmark("fail");
        assertThat(machine.launch("check").exitCode()).isEqualTo(7);
    }

    @Test
    void twoLaunchesAtOnceBuildOnce() throws Exception {
        machine.mark("wait");
        Process first = machine.start("first", directory, "check");
        await().until(() -> machine.calls("maven").size() == 1);
        Process second = machine.start("second", directory, "check");
        await().until(() -> machine.errors("second").contains("another launch is building"));
        machine.unmark("wait");
        assertThat(machine.end("first", first).exitCode()).isEqualTo(7);
        assertThat(machine.end("second", second).exitCode()).isEqualTo(7);
        assertThat(machine.calls("maven")).hasSize(1);
    }

    @Test
    void aLaunchWaitsWhileAnotherBuildsThePageFromTheSameSources() throws Exception {
        machine.launch("check");
        machine.mark("wait");
        Process page = machine.start("page", directory, "demo");
        await().until(() -> machine.calls("maven").size() == 2);
        Process check = machine.start("check", directory, "check");
        await().until(() -> machine.errors("check").contains("another launch is building"));
        machine.unmark("wait");
        assertThat(machine.end("page", page).exitCode()).isEqualTo(7);
        assertThat(machine.end("check", check).exitCode()).isEqualTo(7);
        assertThat(machine.calls("maven")).hasSize(2);
    }

    @Test
    void aBuildWithoutItsJarsEndsWith255InsteadOfJavasOwnCode() throws Exception {
        machine.mark("jarless");
        Launch launch = machine.launch("check");
        assertThat(launch.exitCode()).isEqualTo(255);
        assertThat(launch.errors()).contains("lacks the jars of the build");
        assertThat(launch.output()).isEmpty();
    }

    @Test
    void onlyTheFirstBuildSaysHowLongTheFirstTakes() throws Exception {
        assertThat(machine.launch("check").errors())
                .contains("building (minutes the first time; the log is in ", "/.suzaku/build.log)");
        assertThat(machine.launch("demo").errors())
                .contains("building with the page (the log is in ")
                .doesNotContain("first time");
    }

    @Test
    void argumentsAndTheWorkingDirectoryReachTheCommandLineAsTheyAre() throws Exception {
        Path caller = Files.createDirectories(directory.resolve("a caller's directory"));
        Launch launch =
                machine.end("launch", machine.start("launch", caller, "check", "a b.edn", "*", "", "--model", "kv"));
        assertThat(launch.exitCode()).isEqualTo(7);
        assertThat(launch.output()).first().isEqualTo(caller.toRealPath().toString());
        assertThat(launch.output()).endsWith("dev.suzaku.cli.Suzaku", "check", "a b.edn", "*", "", "--model", "kv");
    }

    @Test
    void theClassPathNamesJarsAndNeverTheWorkingDirectory() throws Exception {
        Launch launch = machine.launch("check");
        String classPath = launch.output().get(launch.output().indexOf("-cp") + 1);
        assertThat(classPath.split(":", -1)).hasSize(2).allMatch(jar -> jar.endsWith(".jar"));
    }

    @Test
    void aCheckGetsTheHeapThatItAsksForAndNothingThatJavaCannotStartWith() throws Exception {
        assertThat(machine.launch("check", "a.edn", "--memory", "1g").output()).contains("-Xmx1g");
        assertThat(machine.launch("check", "--memory=640m", "a.edn").output()).contains("-Xmx640m");
        for (String wrong : new String[] {"", "1", "0g", "63m", "1g -version", "12345g", "1t"}) {
            assertThat(machine.launch("check", "a.edn", "--memory", wrong).output())
                    .as(wrong)
                    .contains("-XX:+UseParallelGC")
                    .noneMatch(argument -> argument.startsWith("-Xmx"));
        }
        assertThat(machine.launch("run", "a.yaml", "--memory", "1g").output()).doesNotContain("-Xmx1g");
    }

    @Test
    void theDemoInstallsMemcachedAndLeavesItsServiceOff() throws Exception {
        machine.unmark("memcached");
        Launch launch = machine.launch("demo");
        assertThat(launch.errors()).contains("installing Debian packages: memcached", "leaving service off: memcached");
        assertThat(machine.calls("sudo"))
                .containsSubsequence(
                        "tee /usr/sbin/policy-rc.d",
                        "chmod 755 /usr/sbin/policy-rc.d",
                        "env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends memcached",
                        "rm -f /usr/sbin/policy-rc.d",
                        "systemctl disable -q memcached");
    }

    @Test
    void onlyTheBenchmarksOfTheRuntimeInstallWhatTheyCompareWith() throws Exception {
        machine.unmark("memcached");
        machine.launch("bench", "checkers", "--only", "load");
        assertThat(machine.calls("sudo")).isEmpty();
        machine.launch("bench", "runtime");
        assertThat(machine.calls("sudo")).anySatisfy(call -> assertThat(call).contains("apt-get install"));
    }

    @Test
    void aMachineThatIsSetUpIsLeftAlone() throws Exception {
        assertThat(machine.launch("demo").exitCode()).isEqualTo(7);
        assertThat(machine.calls("sudo")).isEmpty();
    }

    @Test
    void askingForHelpInstallsNothing() throws Exception {
        machine.unmark("memcached");
        machine.launch("demo", "--help");
        assertThat(machine.calls("sudo")).isEmpty();
    }

    @Test
    void theTestsEndWithTheLinesOfSurefireTheirSumAndTheExitCodeOfMaven() throws Exception {
        machine.mark(
                "surefire",
                "[INFO] Building suzaku histories 1",
                "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 1 s -- in dev.suzaku.ATest",
                "[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1",
                "[INFO] Building suzaku checkers 1",
                "[ERROR] Tests run: 20, Failures: 2, Errors: 1, Skipped: 0");
        machine.mark("fail");
        Launch launch = machine.launch("test");
        assertThat(launch.exitCode()).isEqualTo(1);
        assertThat(launch.output())
                .endsWith(
                        "[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1   histories",
                        "[ERROR] Tests run: 20, Failures: 2, Errors: 1, Skipped: 0   checkers",
                        "[ERROR] Tests run: 23, Failures: 2, Errors: 1, Skipped: 1");
        machine.unmark("fail");
        assertThat(machine.launch("test").exitCode()).isZero();
    }

    @Test
    void aJavaHomeThatIsTooOldIsSaid() throws Exception {
        Files.writeString(directory.resolve("machine/jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Launch launch = machine.launch("check");
        assertThat(launch.exitCode()).isEqualTo(255);
        assertThat(launch.errors()).contains("holds no Java 17 or newer");
    }
}
