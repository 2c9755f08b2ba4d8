package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CounterModelTest {
    private final Walk counter = new Walk(
            "counter",
            "add 5",
            "add-and-get 2 -> 7",
            "add-and-get 2?",
            "inc",
            "inc -> 1",
            "incr 3",
            "dec",
            "dec 2 -> -2",
            "decr -> 0",
            "read -> 0",
            "read -> 7",
            "read?");

    @Test
    void counts_up_and_down_from_0() {
        assertThat(counter.after("read -> 0")).isEqualTo("0");
        assertThat(counter.after("add 5", "inc", "incr 3", "dec")).isEqualTo("8");
        assertThat(counter.after("add 5", "add-and-get 2 -> 7", "read -> 7")).isEqualTo("7");
        assertThat(counter.after("add-and-get 2?")).isEqualTo("2");
        assertThat(counter.after("dec 2 -> -2")).isEqualTo("-2");
        assertThat(counter.after("inc -> 1", "decr -> 0")).isEqualTo("0");
    }

    @Test
    void an_answer_must_be_what_the_count_became() {
        assertThat(counter.legal("add-and-get 2 -> 7")).isFalse();
        assertThat(counter.legal("inc", "inc -> 1")).isFalse();
        assertThat(counter.legal("inc", "read -> 0")).isFalse();
        assertThat(counter.legal("inc", "decr -> 0")).isTrue();
        assertThat(counter.legal("decr -> 0")).isFalse();
    }

    @Test
    void an_equal_change_without_a_result_stands_for_one_with_a_result() {
        assertThat(counter.covers("add-and-get 2?", "add-and-get 2 -> 7")).isTrue();
        assertThat(counter.covers("add-and-get 2 -> 7", "add-and-get 2?")).isFalse();
        assertThat(counter.covers("inc", "inc -> 1")).isTrue();
        assertThat(counter.covers("inc", "add-and-get 2 -> 7")).isFalse();
        assertThat(counter.covers("inc", "dec")).isFalse();
    }

    @Test
    void a_read_only_asks() {
        Automaton automaton = counter.automaton();
        assertThat(automaton.observer(counter.call("read -> 7"))).isTrue();
        assertThat(automaton.observer(counter.call("inc"))).isFalse();
        assertThat(counter.call("read?")).isEqualTo(Automaton.NO_CALL);
        int zero = counter.state();
        assertThat(automaton.eager(zero, counter.call("read -> 0"))).isTrue();
        assertThat(automaton.eager(zero, counter.call("read -> 7"))).isFalse();
        assertThat(automaton.eager(zero, counter.call("inc"))).isFalse();
    }

    @Test
    void what_is_no_whole_number_is_an_error() {
        assertThatThrownBy(() -> new Walk("counter", "add x"))
                .hasMessage("operation 0 (add): a whole number was expected, not x");
        assertThatThrownBy(() -> new Walk("counter", "inc -> x"))
                .hasMessage("operation 0 (inc): a whole number was expected, not x");
        assertThatThrownBy(() -> new Walk("counter", "reset"))
                .hasMessage("operation 0: model counter has no function reset; it has read, add, add-and-get, inc and"
                        + " dec");
    }
}
