package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a violation's text leaves out. */
class ExplanationTest {
    /** A swap took effect after the cut that it was pending at; others were pending too, and their values hang together with its. */
    private static final String LATE_SWAP = """
            {:process 0, :type :invoke, :f :write, :value 1}
            {:process 0, :type :ok, :f :write, :value 1}
            {:process 1, :type :invoke, :f :cas, :value [0 2]}
            {:process 2, :type :invoke, :f :cas, :value [5 1]}
            {:process 3, :type :invoke, :f :cas, :value [2 5]}
            {:process 4, :type :invoke, :f :cas, :value [1 2]}
            {:process :nemesis, :type :info, :f :crash}
            {:process :nemesis, :type :info, :f :ready}
            {:process 5, :type :invoke, :f :read, :value nil}
            {:process 5, :type :ok, :f :read, :value 1}
            {:process 5, :type :invoke, :f :read, :value nil}
            {:process 5, :type :ok, :f :read, :value 2}
            """;

    @Test
    void unanswered_operations_that_come_in_no_order_are_numbers_only() {
        History history = HistoryFormat.JEPSEN_EDN.parse(LATE_SWAP);
        CheckRequest request = new CheckRequest("cas-register", List.of(Condition.STRICT), 10_000, "auto", false);
        Counterexample found =
                new HistoryChecker().check(history, request).counterexample().orElseThrow();

        assertThat(found.summary())
                .contains("explains operation 6:")
                .contains("Without an answer, and of no help in any order: #1.")
                .doesNotContain("#1 session 1");
        assertThat(found.operations()).as("the proof needs it").anyMatch(operation -> operation.index() == 1);
    }
}
