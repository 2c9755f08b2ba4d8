package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashLitmusTest {
    private static final Path LITMUS = SharedData.histories().resolve("crash-litmus/litmus.json");

    @Test
    void every_litmus_history_gets_its_verdicts_for_the_conditions_that_are_built() throws IOException {
        assumeTrue(Files.exists(LITMUS), "skipped: " + LITMUS + " is not there");
        int number = 0;
        for (JsonNode litmus : new ObjectMapper().readTree(LITMUS.toFile())) {
            Verdict verdict = new HistoryChecker().check(history(litmus), CheckRequest.all("kv"));
            JsonNode expected = litmus.get("verdicts");
            assertThat(verdict.answer(Condition.STRICT))
                    .as("strict, litmus %d", number)
                    .isEqualTo(answer(expected.get("strict")));
            assertThat(verdict.answer(Condition.READY_BOUNDED))
                    .as("ready, litmus %d", number)
                    .isEqualTo(answer(expected.get("ready")));
            assertThat(verdict.answer(Condition.DURABLE))
                    .as("durable, litmus %d", number)
                    .isEqualTo(answer(expected.get("DL")));
            number++;
        }
        assertThat(number).isGreaterThan(10);
    }

    private static Answer answer(JsonNode holds) {
        return holds.asBoolean() ? Answer.VALID : Answer.INVALID;
    }

    /** Objects begin at 0 there and absent here, so that each gets a first set. */
    private static History history(JsonNode litmus) {
        List<PowerCut> cuts = new ArrayList<>();
        for (JsonNode cut : litmus.get("crash_ready")) {
            long crash = cut.get(0).asLong();
            long ready = cut.get(1).asLong();
            cuts.add(new PowerCut(cuts.size(), crash, crash, ready, ready));
        }
        List<Operation> operations = new ArrayList<>();
        for (String key : List.of("x", "y")) {
            operations.add(operation(key, "set", Value.of("0"), Value.of("STORED"), -2, -1));
        }
        for (JsonNode each : litmus.get("history")) {
            JsonNode v = each.get("v");
            long invoke = each.get("inv").asLong();
            long end =
                    each.get("ret").isNull() ? Operation.NEVER : each.get("ret").asLong();
            String key = each.get("o").asText();
            operations.add(
                    switch (each.get("f").asText()) {
                        case "r" -> operation(key, "get", Value.NOTHING, Value.of(v.asText()), invoke, end);
                        case "w" -> operation(key, "set", Value.of(v.asText()), Value.of("STORED"), invoke, end);
                        default -> operation(key, "incr", Value.of(1), Value.of(v.asLong()), invoke, end);
                    });
        }
        operations.sort(Comparator.comparingLong(Operation::invokeNanos));
        return new History(HistoryHeader.of("litmus", "kv", 0), operations, cuts, true);
    }

    private static Operation operation(
            String key, String function, Value argument, Value result, long invoke, long end) {
        boolean pending = end == Operation.NEVER;
        return new Operation(
                0,
                0,
                0,
                function,
                key,
                argument,
                pending ? Value.NOTHING : result,
                pending ? Outcome.INFO : Outcome.OK,
                invoke,
                end);
    }
}
