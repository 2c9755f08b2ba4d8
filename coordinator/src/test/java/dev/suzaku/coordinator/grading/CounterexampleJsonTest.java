package dev.suzaku.coordinator.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JSON of a counterexample to the letter: it is what {@code docs/counterexamples.md} shows. */
class CounterexampleJsonTest {
    private static final int MICRO = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_write_that_a_cut_lost_is_told_in_full() throws Exception {
        History history = new History(
                HistoryHeader.of("r", "register", 0),
                List.of(
                        operation(0, "write", Value.of(1), 10, 20),
                        operation(1, "write", Value.of(2), 30, 40),
                        operation(2, "read", Value.of(1), 80, 90)),
                List.of(new PowerCut(0, 50 * MICRO, 50 * MICRO, 70 * MICRO, 70 * MICRO)),
                true);
        CheckRequest request = new CheckRequest("register", List.of(Condition.DURABLE), 10_000, "auto", false);
        Verdict verdict = new HistoryChecker().check(history, request);

        JsonNode json =
                VerdictJson.counterexample(verdict.counterexample().orElseThrow(), OperationJson.originNanos(history));

        assertThat(json.toPrettyString()).isEqualTo(JSON.readTree("""
            {
              "condition": "durable",
              "key": "k",
              "unexplained": 2,
              "expected": ["2"],
              "certificate": {
                "kind": "zone-pair",
                "claim": "1 was there from the end of #0 to the start of #2, and in between 2 came and went (#1).",
                "operations": [0, 1, 2],
                "last": [{"order": [0, 1], "state": "2"}]
              },
              "explained": {"answered": 2, "of_answered": 3, "until_ns": 80000},
              "summary": "Not durable: key k: no order of the operations explains operation 2:\\n  #2 session 0, epoch 0: read -> 1  (0.000070 s to 0.000080 s)\\nWhile it was open the object can only have held 2.\\nThat value came from\\n  #0 session 0, epoch 0: write 1 -> done  (0.000000 s to 0.000010 s)\\nWhy: 1 was there from the end of #0 to the start of #2, and in between 2 came and went (#1).\\nTogether with these:\\n  #0 session 0, epoch 0: write 1 -> done  (0.000000 s to 0.000010 s)\\n  #1 session 0, epoch 0: write 2 -> done  (0.000020 s to 0.000030 s)\\nThe orders get as far as #0, #1, which leaves 2.\\nEverything answered before 0.000080 s has an explanation: 2 of 3 answers.\\nThe last power cut before its end was that of epoch 0, at 0.000040 s (first reply at 0.000060 s).\\n",
              "operations": [
                {"index": 0, "session": 0, "epoch": 0, "function": "write", "key": "k", "argument": 1, "result": "done", "outcome": "OK", "invoke_ns": 0, "return_ns": 10000},
                {"index": 1, "session": 0, "epoch": 0, "function": "write", "key": "k", "argument": 2, "result": "done", "outcome": "OK", "invoke_ns": 20000, "return_ns": 30000},
                {"index": 2, "session": 0, "epoch": 0, "function": "read", "key": "k", "argument": null, "result": 1, "outcome": "OK", "invoke_ns": 70000, "return_ns": 80000}
              ]
            }
            """).toPrettyString());
    }

    private static Operation operation(int index, String function, Value value, int invoke, int end) {
        boolean write = function.equals("write");
        return new Operation(
                index,
                0,
                0,
                function,
                "k",
                write ? value : Value.NOTHING,
                write ? Value.of("done") : value,
                Outcome.OK,
                (long) invoke * MICRO,
                (long) end * MICRO);
    }
}
