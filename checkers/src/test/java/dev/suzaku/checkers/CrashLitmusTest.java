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
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrashLitmusTest {
    private static final Path LITMUS = SharedData.histories().resolve("crash-litmus/litmus.json");

    /** The columns that the file gives, with the condition that each is about. */
    private static final Map<String, Condition> COLUMNS = Map.of(
            "strict", Condition.STRICT,
            "ready", Condition.READY_BOUNDED,
            "PA", Condition.PERSISTENT,
            "RL", Condition.RECOVERABLE,
            "TA", Condition.TRANSIENT,
            "DL", Condition.DURABLE,
            "BDLprefix", Condition.BUFFERED_PREFIX,
            "BDLcut", Condition.BUFFERED_CUT);

    /**
     * The file's column RL was computed with a bound in time (the session's next invocation on the object). By the
     * definition it is an order: here the increment without an answer may take effect after its session invoked the next
     * one, as long as it does so before it. The column PA needs no correction.
     */
    private static final Set<Integer> RECOVERABLE_AFTER_ALL = Set.of(13, 14, 23, 24);

    @Test
    void every_litmus_history_gets_its_verdicts() throws IOException {
        assumeTrue(Files.exists(LITMUS), "skipped: " + LITMUS + " is not there");
        JsonNode all = new ObjectMapper().readTree(LITMUS.toFile());
        for (int number = 0; number < all.size(); number++) {
            JsonNode litmus = all.get(number);
            boolean registers =
                    litmus.get("history").findValuesAsText("f").stream().noneMatch(function -> function.equals("i"));
            String model = registers ? "register" : "kv";
            History history = history(litmus, registers);
            Verdict verdict = new HistoryChecker().check(history, CheckRequest.all(model));
            for (Map.Entry<String, Condition> column : COLUMNS.entrySet()) {
                Condition condition = column.getValue();
                Answer expected = answer(litmus.get("verdicts").get(column.getKey()));
                if (condition == Condition.RECOVERABLE && RECOVERABLE_AFTER_ALL.contains(number)) {
                    assertThat(expected).isEqualTo(Answer.INVALID);
                    expected = Answer.VALID;
                } else if (condition == Condition.TRANSIENT && !registers) {
                    expected = Answer.NOT_APPLICABLE; // the file speaks of counters there
                }
                assertThat(BruteForce.answer(history, condition, model))
                        .as("%s by brute force, litmus %d", condition, number)
                        .isEqualTo(expected);
                assertThat(verdict.answer(condition))
                        .as("%s, litmus %d", condition, number)
                        .isEqualTo(expected);
            }
        }
        assertThat(all.size()).isGreaterThan(10);
    }

    private static Answer answer(JsonNode holds) {
        return holds.asBoolean() ? Answer.VALID : Answer.INVALID;
    }

    /** Objects begin at 0 there and absent here, so that each gets a first write, which a sync makes durable. */
    private static History history(JsonNode litmus, boolean registers) {
        List<PowerCut> cuts = new ArrayList<>();
        for (JsonNode cut : litmus.get("crash_ready")) {
            long crash = cut.get(0).asLong();
            long ready = cut.get(1).asLong();
            cuts.add(new PowerCut(cuts.size(), crash, crash, ready, ready));
        }
        String write = registers ? "write" : "set";
        List<Operation> operations = new ArrayList<>();
        for (String key : List.of("x", "y")) {
            operations.add(operation(9, key, write, Value.of("0"), Value.of("STORED"), -4, -3));
        }
        operations.add(operation(9, "", "sync", Value.NOTHING, Value.NOTHING, -2, -1));
        for (JsonNode each : litmus.get("history")) {
            JsonNode v = each.get("v");
            long invoke = each.get("inv").asLong();
            long end =
                    each.get("ret").isNull() ? Operation.NEVER : each.get("ret").asLong();
            String key = each.get("o").asText();
            int session = each.get("s").asInt();
            Value text = Value.of(v.asText());
            operations.add(
                    switch (each.get("f").asText()) {
                        case "r" ->
                            operation(session, key, registers ? "read" : "get", Value.NOTHING, text, invoke, end);
                        case "w" -> operation(session, key, write, text, Value.of("STORED"), invoke, end);
                        default -> operation(session, key, "incr", Value.of(1), Value.of(v.asLong()), invoke, end);
                    });
        }
        operations.sort(Comparator.comparingLong(Operation::invokeNanos));
        List<Operation> numbered = new ArrayList<>();
        operations.forEach(each -> numbered.add(each.numbered(numbered.size())));
        return new History(HistoryHeader.of("litmus", "kv", 0), numbered, cuts, true);
    }

    private static Operation operation(
            int session, String key, String function, Value argument, Value result, long invoke, long end) {
        boolean pending = end == Operation.NEVER;
        return new Operation(
                0,
                session,
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
