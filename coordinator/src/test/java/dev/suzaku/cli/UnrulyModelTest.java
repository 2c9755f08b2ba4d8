package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's model that prints, or ends the process, changes neither the output nor the exit code. */
class UnrulyModelTest {
    private static final String EDN = """
            {:process 0, :type :invoke, :f :write, :value 1}
            {:process 0, :type :ok, :f :write, :value 1}
            {:process 0, :type :invoke, :f :read, :value nil}
            {:process 0, :type :ok, :f :read, :value 1}
            """;

    @TempDir
    private Path folder;

    private CommandLineProcess check(String edn) throws Exception {
        Path history = Files.writeString(Files.createTempFile(folder, "h", ".edn"), edn);
        Path classes = Path.of(UnrulyModel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return CommandLineProcess.start(
                folder,
                "check",
                history.toString(),
                "--model-class",
                UnrulyModel.class.getName(),
                "--model-jar",
                classes.toString(),
                "--json");
    }

    @Test
    void what_it_prints_goes_to_stderr() throws Exception {
        try (CommandLineProcess valid = check(EDN);
                CommandLineProcess invalid = check(EDN.replace(":read, :value 1", ":read, :value 2"))) {
            assertThat(valid.exitCode()).as(valid.err()).isZero();
            assertThat(new ObjectMapper().readTree(valid.out()).path("verdict").asText())
                    .isEqualTo("VALID");
            assertThat(valid.err()).contains("the model is loaded", "the model takes write 1");
            assertThat(invalid.exitCode()).as(invalid.err()).isEqualTo(1);
        }
    }

    @Test
    void a_check_that_it_ends_is_an_internal_error_and_never_a_pass() throws Exception {
        try (CommandLineProcess ended = check(EDN.replace(":write, :value 1", ":write, :value 666"))) {
            assertThat(ended.exitCode()).isEqualTo(255);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("a model must not call System.exit");
        }
    }
}
