package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SetModelTest {
    private final Walk set = new Walk(
            "set",
            "add 1",
            "add 2",
            "add 1 -> REFUSED",
            "remove 1",
            "remove 1 -> REFUSED",
            "contains 1 -> true",
            "contains 1 -> false",
            "read -> []",
            "read -> [1]",
            "read -> [2 1]",
            "read -> [1 1]",
            "read?",
            "contains 1?");

    @Test
    void holds_what_was_added_and_not_removed() {
        assertThat(set.after()).isEqualTo("{}");
        assertThat(set.after("add 1", "add 2", "add 1")).isEqualTo("{1, 2}");
        assertThat(set.after("add 1", "add 2", "remove 1")).isEqualTo("{2}");
        assertThat(set.after("remove 1")).isEqualTo("{}");
        assertThat(set.legal("add 1", "contains 1 -> true")).isTrue();
        assertThat(set.legal("add 1", "contains 1 -> false")).isFalse();
        assertThat(set.legal("contains 1 -> true")).isFalse();
        assertThat(set.legal("add 2", "contains 1 -> false")).isTrue();
    }

    @Test
    void a_read_tells_all_elements_in_any_order() {
        assertThat(set.legal("read -> []")).isTrue();
        assertThat(set.legal("add 1", "read -> []")).isFalse();
        assertThat(set.legal("add 1", "read -> [1]")).isTrue();
        assertThat(set.legal("add 2", "read -> [1]")).isFalse();
        assertThat(set.legal("add 1", "add 2", "read -> [2 1]")).isTrue();
        assertThat(set.legal("add 1", "add 2", "read -> [1]")).isFalse();
        assertThat(set.legal("add 1", "read -> [1 1]")).isFalse();
    }

    @Test
    void a_refusal_tells_what_was_in() {
        assertThat(set.legal("add 1", "add 1 -> REFUSED")).isTrue();
        assertThat(set.legal("add 1 -> REFUSED")).isFalse();
        assertThat(set.legal("remove 1 -> REFUSED")).isTrue();
        assertThat(set.legal("add 1", "remove 1 -> REFUSED")).isFalse();
    }

    @Test
    void reads_only_ask_and_say_nothing_when_they_are_not_answered() {
        Automaton automaton = set.automaton();
        assertThat(automaton.observer(set.call("contains 1 -> true"))).isTrue();
        assertThat(automaton.observer(set.call("read -> [1]"))).isTrue();
        assertThat(automaton.observer(set.call("add 1"))).isFalse();
        assertThat(automaton.observer(set.call("remove 1"))).isFalse();
        assertThat(automaton.observer(set.call("add 1 -> REFUSED"))).isTrue();
        assertThat(set.call("read?")).isEqualTo(Automaton.NO_CALL);
        assertThat(set.call("contains 1?")).isEqualTo(Automaton.NO_CALL);
        assertThat(set.covers("add 1", "add 2")).isFalse();
    }

    @Test
    void what_does_not_fit_is_an_error_that_names_the_operation() {
        assertThatThrownBy(() -> new Walk("set", "contains 1 -> maybe"))
                .hasMessage("operation 0 (contains 1): the result must be true or false, not maybe");
        assertThatThrownBy(() -> new Walk("set", "read -> 1"))
                .hasMessage("operation 0: the result of read must be a sequence of elements, not 1");
        assertThatThrownBy(() -> new Walk("set", "push 1"))
                .hasMessage("operation 0: model set has no function push; it has add, remove, contains and read");
    }
}
