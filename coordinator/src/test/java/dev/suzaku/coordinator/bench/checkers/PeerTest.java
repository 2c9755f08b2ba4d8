package dev.suzaku.coordinator.bench.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
    @TempDir
    private Path folder;

    @Test
    void a_peer_is_a_name_and_a_command_with_a_place_for_the_file() {
        Peer peer = Peer.parse("Other checker=/opt/other --file={file}  -v");

        assertThat(peer.name()).isEqualTo("Other checker");
        assertThat(peer.words()).containsExactly("/opt/other", "--file={file}", "-v");
        for (String wrong : List.of("", "other {file}", "=other {file}", "other=", "other=/opt/other file")) {
            assertThatThrownBy(() -> Peer.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("'NAME=COMMAND {file}'");
        }
    }

    @Test
    void its_exit_code_is_its_answer_and_the_process_its_time() throws Exception {
        for (int code : new int[] {0, 1, 2}) {
            Checked checked = peer("test -f \"$1\" && exit " + code).check(file(), folder, 1_000, 60_000);
            assertThat(checked.answer())
                    .isEqualTo(List.of(Answer.VALID, Answer.INVALID, Answer.UNKNOWN)
                            .get(code));
            assertThat(checked.millis()).isPositive();
        }
    }

    @Test
    void what_it_says_of_itself_goes_before() throws Exception {
        Checked checked = peer("echo noise; echo '{\"verdict\": \"INVALID\", \"elapsed_ms\": 7.25}'")
                .check(file(), folder, 1_000, 60_000);

        assertThat(checked).isEqualTo(new Checked(Answer.INVALID, 7.25));
    }

    @Test
    void one_that_takes_too_long_is_killed() throws Exception {
        Checked checked = peer("exec sleep 600").check(file(), folder, 150, 50);

        assertThat(checked).isEqualTo(new Checked(Answer.UNKNOWN, 150));
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void one_that_fails_is_no_measurement() {
        fails(peer("echo it broke >&2; exit 9"), "ended with code 9, verdict '': it broke");
        fails(peer("echo '{\"verdict\": \"FINE\"}'"), "verdict 'FINE'");
        fails(peer("echo '{\"verdict\": '"), "what is no JSON");
        fails(peer("echo '{\"verdict\": \"VALID\", \"elapsed_ms\": -1}'"), "took -1.0 ms");
        fails(Peer.parse("x=" + folder.resolve("nothing") + " {file}"), "cannot be started");
    }

    private void fails(Peer peer, String message) {
        assertThatThrownBy(() -> peer.check(file(), folder, 1_000, 60_000))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message);
    }

    private Path file() throws Exception {
        return Files.writeString(folder.resolve("history.edn"), "");
    }

    private Peer peer(String script) {
        return new Peer("peer", List.of("/bin/sh", "-c", script, "peer", "{file}"));
    }
}
