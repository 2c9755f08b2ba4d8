package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MutexModelTest {
    private final Walk mutex = new Walk("mutex", "acquire", "release", "acquire -> REFUSED", "release -> REFUSED");

    @Test
    void is_held_by_one_at_a_time() {
        assertThat(mutex.after()).isEqualTo("free");
        assertThat(mutex.after("acquire")).isEqualTo("held");
        assertThat(mutex.after("acquire", "release")).isEqualTo("free");
        assertThat(mutex.legal("acquire", "acquire")).isFalse();
        assertThat(mutex.legal("release")).isFalse();
        assertThat(mutex.after("acquire", "acquire -> REFUSED")).isEqualTo("held");
        assertThat(mutex.legal("acquire -> REFUSED")).isFalse();
        assertThat(mutex.after("release -> REFUSED")).isEqualTo("free");
        assertThat(mutex.legal("acquire", "release -> REFUSED")).isFalse();
    }

    @Test
    void only_refusals_change_nothing() {
        Automaton automaton = mutex.automaton();
        assertThat(automaton.observer(mutex.call("acquire -> REFUSED"))).isTrue();
        assertThat(automaton.observer(mutex.call("release -> REFUSED"))).isTrue();
        assertThat(automaton.observer(mutex.call("acquire"))).isFalse();
        assertThat(automaton.observer(mutex.call("release"))).isFalse();
        assertThatThrownBy(() -> new Walk("mutex", "lock"))
                .hasMessage("operation 0: model mutex has no function lock; it has acquire and release");
    }
}
