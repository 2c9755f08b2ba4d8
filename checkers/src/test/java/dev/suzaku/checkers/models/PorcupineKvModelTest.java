package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PorcupineKvModelTest {
    private static final String UNREAD = "a text that nobody read";

    private final Walk store = new Walk(
            "porcupine-kv", "put a", "put c", "put zz", "append b", "append z", "get -> ab", "get -> nothing", "get?");

    @Test
    void a_text_is_put_and_appended_to() {
        assertThat(store.after()).isEmpty();
        assertThat(store.legal("get -> nothing")).isTrue();
        assertThat(store.after("put a")).isEqualTo("a");
        assertThat(store.after("put a", "append b", "get -> ab")).isEqualTo("ab");
        assertThat(store.legal("put a", "get -> ab")).isFalse();
        assertThat(store.legal("put a", "get -> nothing")).isFalse();
    }

    @Test
    void texts_that_begin_nothing_that_was_read_are_one() {
        assertThat(store.after("put c")).isEqualTo(UNREAD);
        assertThat(store.after("put zz")).isEqualTo(UNREAD);
        assertThat(store.after("put a", "append z")).isEqualTo(UNREAD);
        assertThat(store.after("put c", "append b")).isEqualTo(UNREAD);
        assertThat(store.state("put c")).isEqualTo(store.state("put zz"));
    }

    @Test
    void a_put_is_blind_and_a_get_only_asks() {
        Automaton automaton = store.automaton();
        assertThat(automaton.blind(store.call("put a"))).isTrue();
        assertThat(automaton.blind(store.call("append b"))).isFalse();
        assertThat(automaton.blind(store.call("get -> ab"))).isFalse();
        assertThat(automaton.observer(store.call("get -> ab"))).isTrue();
        assertThat(automaton.observer(store.call("put a"))).isFalse();
        assertThat(automaton.observer(store.call("append b"))).isFalse();
        assertThat(store.call("get?")).isEqualTo(Automaton.NO_CALL);
        assertThat(store.covers("put a", "append b")).isFalse();
        assertThatThrownBy(() -> new Walk("porcupine-kv", "set a"))
                .hasMessage("operation 0: model porcupine-kv has no function set; it has get, put and append");
    }
}
