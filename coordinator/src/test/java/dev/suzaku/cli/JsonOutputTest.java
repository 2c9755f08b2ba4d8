package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.suzaku.coordinator.JsonStyle;
import dev.suzaku.coordinator.grading.OperationJson;
import dev.suzaku.histories.PowerCut;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print with --json, walked for names of another style. */
class JsonOutputTest {
    private static final String LOST = "{:process 0, :type :invoke, :f :write, :value 1}\n"
            + "{:process 0, :type :ok, :f :write, :value 1}\n"
            + "{:process :nemesis, :type :info, :f :crash}\n{:process :nemesis, :type :info, :f :ready}\n"
            + "{:process 1, :type :invoke, :f :read, :value nil}\n"
            + "{:process 1, :type :ok, :f :read, :value 2}\n";

    @TempDir
    private Path folder;

    private final PrintStream before = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(before);
    }

    @Test
    void a_receipt_and_what_is_said_of_an_image() throws Exception {
        String image = folder.resolve("image").toString();
        assertThat(Suzaku.execute("wpp", "run", "--image", image, "--detach", "--", "tail", "-f", "/dev/null"))
                .isZero();
        JsonStyle.checked(Files.readString(Path.of(image, "process.json")));

        JsonNode receipt = said(0, "wpp", "cut", "--image", image, "--json");
        assertThat(receipt.path("tables_checksum").asLong()).isPositive();
        assertThat(receipt.path("frozen_latest_ns").asLong()).isPositive();
        JsonNode inspection = said(0, "wpp", "inspect", "--image", image, "--json");
        assertThat(inspection.path("working_directory").asText()).isNotEmpty();
        assertThat(inspection.at("/threads/0/registers").size()).isPositive();
        assertThat(said(0, "wpp", "verify", "--image", image, "--json").path("tables_checksum"))
                .isEqualTo(receipt.path("tables_checksum"));
    }

    @Test
    void a_soak() throws Exception {
        JsonNode soak = said(0, "soak", "--program", "counter-raw", "--cuts", "3", "--seed", "7", "--json");
        assertThat(soak.path("cuts").asInt()).isEqualTo(3);
        assertThat(soak.path("resume_median_us").asLong()).isPositive();
    }

    @Test
    void a_verdict_with_its_counterexample() throws Exception {
        String history = Files.writeString(folder.resolve("lost.edn"), LOST).toString();
        JsonNode verdict = said(1, "check", history, "--model", "register", "--condition", "all", "--json");
        assertThat(verdict.at("/counterexample/operations/0/invoke_ns").isNumber())
                .isTrue();
        JsonStyle.checked(OperationJson.cut(new PowerCut(0, 1, 2, 3, 4), 0).toString());
    }

    private JsonNode said(int code, String... command) throws Exception {
        out.reset();
        assertThat(Suzaku.execute(command)).as(String.join(" ", command)).isEqualTo(code);
        return JsonStyle.checked(out.toString(StandardCharsets.UTF_8));
    }
}
