package dev.suzaku.pmem.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Environment WHOLE = Environment.without(Set.of());

    @TempDir
    Path scratch;

    @Test
    void theExitCodeIsTheChildsOwnOr128AndItsSignal() throws Exception {
        assertThat(run("exit 7").waitFor()).isEqualTo(7);
        assertThat(run("exit 255").waitFor()).isEqualTo(255);
        assertThat(run("kill -KILL $$").waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void aChildLivesUntilItEndsAndLeavesNoZombie() throws Exception {
        Path gate = scratch.resolve("gate");
        ChildProcess child = run("while [ ! -e " + gate + " ]; do sleep 0.01; done");
        assertThat(child.isAlive()).isTrue();
        assertThat(child.waitFor(1)).isFalse();
        assertThatThrownBy(child::exitValue)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not ended");

        Files.createFile(gate);

        assertThat(child.waitFor(20_000)).isTrue();
        assertThat(child.isAlive()).isFalse();
        assertThat(child.exitValue()).isZero();
        assertThat(Path.of("/proc/" + child.pid())).doesNotExist();
    }

    @Test
    void nobodyNeedsToWaitForAChild() throws Exception {
        int pid = run("exit 0").pid();
        await().until(() -> Files.notExists(Path.of("/proc/" + pid)));
    }

    @Test
    void argumentsArriveByteForByte() throws Exception {
        Path output = scratch.resolve("output");
        List<String> command = List.of("/usr/bin/printf", "%s|", "two words", "", "'$HOME\\n", "--");
        try (FileActions actions = new FileActions().open(1, output, Linux.O_WRONLY | Linux.O_CREAT)) {
            assertThat(ChildProcess.start(command, actions, WHOLE).waitFor()).isZero();
        }
        assertThat(output).hasContent("two words||'$HOME\\n|--|");
        assertThatThrownBy(() -> run("exit 0\0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero byte");
    }

    @Test
    void theEnvironmentIsOursWithoutWhatIsLeftOut() throws Exception {
        String some = System.getenv().keySet().iterator().next();
        assertThat(environmentOf(WHOLE)).containsAll(ours());
        assertThat(environmentOf(Environment.without(Set.of(some))))
                .containsAll(ours().stream()
                        .filter(line -> !line.startsWith(some + "="))
                        .toList())
                .noneMatch(line -> line.startsWith(some + "="));
    }

    @Test
    void actionsAreDoneInTheirOrder() throws Exception {
        Path output = Files.writeString(scratch.resolve("output"), "before\n");
        try (FileActions actions = new FileActions()
                .open(1, output, Linux.O_WRONLY | Linux.O_APPEND)
                .copy(1, 2)
                .enter(scratch)) {
            List<String> command = List.of("/bin/sh", "-c", "pwd; echo error >&2");
            assertThat(ChildProcess.start(command, actions, WHOLE).waitFor()).isZero();
        }
        assertThat(output).hasContent("before\n" + scratch + "\nerror\n");
    }

    @Test
    void whatCannotBeStartedIsSaid() {
        try (FileActions none = new FileActions();
                FileActions absent = new FileActions().open(1, scratch.resolve("no/file"), Linux.O_WRONLY)) {
            assertThatThrownBy(() -> ChildProcess.start(List.of("/no/program"), none, WHOLE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot start /no/program: No such file or directory");
            assertThatThrownBy(() -> ChildProcess.start(List.of("/bin/true"), absent, WHOLE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No such file or directory");
        }
    }

    private static ChildProcess run(String script) throws IOException {
        try (FileActions none = new FileActions()) {
            return ChildProcess.start(List.of("/bin/sh", "-c", script), none, WHOLE);
        }
    }

    private List<String> environmentOf(Environment environment) throws Exception {
        Path output = Files.createTempFile(scratch, "environment", "");
        try (FileActions actions = new FileActions().open(1, output, Linux.O_WRONLY)) {
            assertThat(ChildProcess.start(List.of("/usr/bin/env"), actions, environment)
                            .waitFor())
                    .isZero();
        }
        return Files.readAllLines(output);
    }

    private static List<String> ours() {
        return System.getenv().entrySet().stream()
                .filter(variable -> !variable.getValue().contains("\n"))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
