package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a counterexample says about the elements of a set that was read. */
class SetDifferenceTest {
    private static String summary(String... lines) {
        History history = HistoryLines.of("set", lines);
        CheckRequest request = new CheckRequest("set", List.of(Condition.DURABLE), 60_000, "auto", false);
        return new HistoryChecker()
                .check(history, request)
                .counterexample()
                .orElseThrow()
                .summary();
    }

    @Test
    void the_one_wrong_element_of_a_long_answer_is_named() {
        List<String> lines = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add("0 add " + i + " -> " + i + " @" + (2 * i) + ".." + (2 * i + 1));
            answer.add(i == 83 ? "777" : Integer.toString(i));
        }
        lines.add("0 read -> [" + String.join(" ", answer) + "] @300..301");
        assertThat(summary(lines.toArray(String[]::new)))
                .contains("Missing in its answer, though in before (by what), and nothing took them out: 83 (#83).")
                .contains("In its answer, though nothing had put them in: 777.");
    }

    @Test
    void so_is_one_that_had_been_taken_out_and_one_that_comes_twice() {
        assertThat(summary(
                        "0 add 1 -> 1 @0..1", "0 add 2 -> 2 @2..3", "0 remove 1 -> 1 @4..5", "0 read -> [1 2] @6..7"))
                .contains("though out before (by what), and nothing put them in again: 1 (#2).")
                .doesNotContain("Missing");
        assertThat(summary("0 add 1 -> 1 @0..1", "0 read -> [1 1] @2..3")).contains("Twice in its answer: 1.");
    }

    @Test
    void an_earlier_answer_tells_too() {
        assertThat(summary("0 add 1 @0..", "1 read -> [1] @2..3", "2 read -> [] @4..5"))
                .contains("nothing took them out: 1 (#1).");
    }

    @Test
    void what_may_have_happened_or_not_is_not_said_to_be_wrong() {
        String summary = summary(
                "0 add 1 @0..",
                "0 add 2 -> 2 @1..2",
                "1 remove 2 @3..",
                "2 read -> [1] @5..6",
                "2 read -> [1 3] @7..8");
        assertThat(summary)
                .contains("In its answer, though nothing had put them in: 3.")
                .doesNotContain("Missing");
    }
}
