package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Path MANIFEST = SharedData.histories().resolve("MANIFEST.tsv");

    @Test
    void all_etcd_logs_of_porcupine_get_the_verdict_of_the_manifest() throws IOException {
        assertThat(check("porcupine/jepsen/")).isGreaterThan(40);
    }

    @Test
    void all_cas_registers_of_knossos_get_the_verdict_of_the_manifest() throws IOException {
        assertThat(check("knossos/cas-register/")).isGreaterThan(30);
    }

    @Test
    void all_sets_counters_and_banks_of_elle_cli_get_the_verdict_of_the_manifest() throws IOException {
        assertThat(check("elle-cli/jepsen/")).isEqualTo(10);
    }

    @Test
    void all_kv_logs_of_porcupine_get_the_verdict_of_the_manifest() throws IOException {
        assertThat(check("porcupine/kv/")).isEqualTo(4);
    }

    private static int check(String prefix) throws IOException {
        assumeTrue(Files.exists(MANIFEST), "skipped: " + MANIFEST + " is not there");
        int checked = 0;
        for (String line : Files.readAllLines(MANIFEST)) {
            String[] columns = line.split("\t");
            if (!columns[0].startsWith(prefix) || columns[6].equals("long")) {
                continue; // long-fork.edn names no processes and so is no history of operations
            }
            History history = HistoryFormat.read(SharedData.histories().resolve(columns[0]), "auto");
            CheckRequest request = new CheckRequest(model(columns), List.of(Condition.DURABLE), 10_000, "auto", false);
            Verdict verdict = new HistoryChecker().check(history, request);
            assertThat(verdict.answer(Condition.DURABLE))
                    .as(columns[0])
                    .isEqualTo(columns[7].startsWith("true") ? Answer.VALID : Answer.INVALID);
            if (columns[7].equals("false")) {
                assertThat(verdict.counterexample().orElseThrow().operations())
                        .as(columns[0])
                        .hasSizeLessThan(30);
            }
            checked++;
        }
        return checked;
    }

    private static String model(String[] columns) {
        if (columns[7].contains("negative balances allowed")) {
            return "bank-overdraft";
        }
        if (columns[6].equals("kv get/put/append")) {
            return "porcupine-kv";
        }
        return columns[6].startsWith("cas-register") ? "cas-register" : columns[6];
    }
}
