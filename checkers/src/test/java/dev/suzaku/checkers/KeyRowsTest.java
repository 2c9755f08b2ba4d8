package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Automaton;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRowsTest {
    private static final History HISTORY = history("write b", "sync ", "write a", "read b", "resolve ", "read a");

    @Test
    void objects_come_in_the_order_of_their_first_operations_without_calls_on_the_target_as_a_whole() {
        List<KeyRows> objects = KeyRows.of(HISTORY, Models.named("register"));
        assertThat(objects).extracting(KeyRows::key).containsExactly("b", "a");
        assertThat(objects.get(0).rows()).containsExactly(0, 3);
        assertThat(objects.get(1).rows()).containsExactly(2, 5);
    }

    @Test
    void a_model_whose_keys_depend_on_each_other_gets_everything_as_one_object() {
        Model whole = new Model() {
            @Override
            public String name() {
                return "whole";
            }

            @Override
            public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
                throw new UnsupportedOperationException("not asked for here");
            }

            @Override
            public boolean independentKeys(Set<String> functions) {
                return !functions.contains("sync");
            }
        };
        List<KeyRows> objects = KeyRows.of(HISTORY, whole);
        assertThat(objects).hasSize(1);
        assertThat(objects.get(0).key()).isEmpty();
        assertThat(objects.get(0).rows()).containsExactly(0, 2, 3, 5);
        assertThat(KeyRows.of(history("write b", "read b"), whole)).hasSize(1);
        assertThat(KeyRows.of(history("sync "), whole)).isEmpty();
    }

    private static History history(String... operations) {
        List<Operation> all = new ArrayList<>();
        for (String each : operations) {
            String[] words = each.split(" ", 2);
            all.add(new Operation(
                    0, 0, 0, words[0], words[1], Value.of(1), Value.NOTHING, Outcome.OK, all.size(), all.size()));
        }
        return new History(HistoryHeader.of("test", "register", 0), all, List.of(), true);
    }
}
