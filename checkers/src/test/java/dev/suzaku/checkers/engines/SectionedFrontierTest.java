package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each search over a history that is one section. */
class SectionedFrontierTest {
    private static final String[] ONCE = {"0 write 1 @1..2", "1 cas [1 2] @3..", "0 read -> 2 @5..6"};
    private static final String[] TWICE = {
        "0 write 1 @1..2", "1 cas [1 2] @3..", "0 read -> 2 @5..6", "0 write 1 @7..8", "0 read -> 2 @9..10"
    };

    private static List<Finding> findings(String... lines) {
        KeyHistory key = Findings.key("cas-register", lines);
        Timeline timeline = Findings.unbounded(key);
        int[] numbers = IntStream.range(0, key.size()).toArray();
        Section section = new Section(key, timeline, 0, numbers, List.of(), Operation.NEVER);
        Map<Integer, Integer> pending = new HashMap<>();
        SectionedFrontier.countPending(section, pending);
        assertThat(pending.values()).containsExactly(1);
        List<Finding> findings = new ArrayList<>();
        for (int search = 0; search < SectionedFrontier.searches(); search++) {
            try (SectionedFrontier frontier =
                    new SectionedFrontier(search, "k", key.automaton(), pending, Findings.budget())) {
                Optional<Finding> found = frontier.add(section);
                findings.add(found.orElseGet(frontier::finish));
                assertThat(frontier.text())
                        .isEqualTo(FrontierEngine.EFFORTS.get(search).text());
            }
        }
        return findings;
    }

    @Test
    void every_search_is_right_and_the_last_is_certain() {
        List<Finding> once = findings(ONCE);
        assertThat(once).noneMatch(Finding.Violated.class::isInstance);
        assertThat(once.get(0)).isInstanceOf(Finding.Linearizable.class);
        assertThat(once.get(once.size() - 1)).isInstanceOf(Finding.Linearizable.class);
        List<Finding> twice = findings(TWICE);
        assertThat(twice).noneMatch(Finding.Linearizable.class::isInstance);
        assertThat(twice.get(twice.size() - 1)).isInstanceOf(Finding.Violated.class);
    }

    @Test
    void one_that_lets_operations_happen_again_is_not_certain_of_an_explanation() {
        int relaxed = FrontierEngine.EFFORTS.indexOf(Effort.relaxed(4096));
        assertThat(findings(TWICE).get(relaxed)).isInstanceOf(Finding.Undecided.class);
        assertThat(findings(ONCE).get(relaxed)).isInstanceOf(Finding.Undecided.class);
    }
}
