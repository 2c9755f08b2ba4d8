package dev.suzaku.pmem.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final Environment WHOLE = Environment.without(Set.of());
    private static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding"));

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
        String word = CHARSET.newEncoder().canEncode('ü') ? "ü" : "u";
        List<String> command = List.of("/usr/bin/printf", "%s|", "two words", "", "'$HOME\\n", "--", word);
        assertThat(new String(outputOf(command, WHOLE), CHARSET)).isEqualTo("two words||'$HOME\\n|--|" + word + "|");
    }

    @Test
    void whatCHasNoTextForIsRefused() {
        assertThatThrownBy(() -> run("exit 0\0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zero byte");
        assertThatThrownBy(() -> run("bytes that were no text: \ufffd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds bytes that are no text");
        assertThatThrownBy(() -> run("half a character: \ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose a locale with UTF-8");
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
        try (Descriptors open = new Descriptors();
                FileActions actions = new FileActions()
                        .copy(open.file(output, Linux.O_WRONLY | Linux.O_APPEND), 1)
                        .copy(1, 2)
                        .enter(scratch)) {
            List<String> command = List.of("/bin/sh", "-c", "pwd; echo error >&2");
            assertThat(ChildProcess.start(command, actions, WHOLE).waitFor()).isZero();
        }
        assertThat(output).hasContent("before\n" + scratch + "\nerror\n");
    }

    @Test
    void whatCannotBeStartedOrOpenedIsNamed() {
        Path absent = scratch.resolve("no/file");
        try (FileActions none = new FileActions();
                Descriptors open = new Descriptors()) {
            assertThatThrownBy(() -> ChildProcess.start(List.of("/no/program"), none, WHOLE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot start /no/program: No such file or directory");
            assertThatThrownBy(() -> open.file(absent, Linux.O_WRONLY))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot open " + absent)
                    .hasMessageContaining("No such file or directory");
        }
    }

    @Test
    void descriptorsLieAboveThoseOfAChildAndAreClosedTogether() throws Exception {
        Descriptors open = new Descriptors();
        Descriptors.Pipe pipe = open.pipe();
        int file = open.file(Path.of("/dev/null"), Linux.O_RDONLY);
        assertThat(List.of(pipe.readEnd(), pipe.writeEnd(), file)).allMatch(fd -> fd >= 10 && isOpen(fd));
        int kept = open.release(file);
        open.close(pipe.readEnd());
        assertThat(isOpen(pipe.readEnd())).isFalse();
        assertThatThrownBy(() -> open.close(pipe.readEnd())).isInstanceOf(IllegalArgumentException.class);

        open.close();

        assertThat(isOpen(pipe.writeEnd())).isFalse();
        assertThat(isOpen(kept)).isTrue();
        Linux.close(kept);
    }

    private static boolean isOpen(int fd) {
        return Files.exists(Path.of("/proc/self/fd/" + fd), LinkOption.NOFOLLOW_LINKS);
    }

    private static ChildProcess run(String script) throws IOException {
        try (FileActions none = new FileActions()) {
            return ChildProcess.start(List.of("/bin/sh", "-c", script), none, WHOLE);
        }
    }

    private List<String> environmentOf(Environment environment) throws Exception {
        return new String(outputOf(List.of("/usr/bin/env"), environment), CHARSET)
                .lines()
                .toList();
    }

    private byte[] outputOf(List<String> command, Environment environment) throws Exception {
        Path output = Files.createTempFile(scratch, "output", "");
        try (Descriptors open = new Descriptors();
                FileActions actions = new FileActions().copy(open.file(output, Linux.O_WRONLY), 1)) {
            assertThat(ChildProcess.start(command, actions, environment).waitFor())
                    .isZero();
        }
        return Files.readAllBytes(output);
    }

    private static List<String> ours() {
        return System.getenv().entrySet().stream()
                .filter(variable -> !variable.getValue().contains("\n"))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }
}
