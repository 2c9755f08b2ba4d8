package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MultiRegisterModelTest {
    private static final String WRITE_BOTH = "txn [[w x 1] [w y 2]] -> [[w x 1] [w y 2]]";
    private static final String WRITE_X = "write [[x 1]] -> [[x 1]]";
    private static final String WRITE_UNASKED = "write [[x 9]] -> [[x 9]]";
    private static final String READ_BOTH = "txn [[r x nothing] [r y nothing]] -> [[r x 1] [r y 2]]";
    private static final String READ_X = "read [[x nothing]] -> [[x 1]]";
    private static final String READ_NOTHING = "txn [[read x nothing]] -> [[read x nothing]]";
    private static final String READ_OWN_WRITE = "txn [[write x 1] [r x nothing]] -> [[write x 1] [r x 1]]";
    private static final String READ_BEFORE_WRITE = "txn [[r x nothing] [w x 3]] -> [[r x 1] [w x 3]]";

    private final Walk registers = new Walk(
            "multi-register",
            WRITE_BOTH,
            WRITE_X,
            WRITE_UNASKED,
            READ_BOTH,
            READ_X,
            READ_NOTHING,
            READ_OWN_WRITE,
            READ_BEFORE_WRITE);

    @Test
    void steps_take_effect_in_their_order_and_together() {
        assertThat(registers.after()).isEqualTo("x = nothing, y = nothing");
        assertThat(registers.after(WRITE_BOTH)).isEqualTo("x = 1, y = 2");
        assertThat(registers.after(WRITE_UNASKED)).isEqualTo("x = a value that nobody read, y = nothing");
        assertThat(registers.legal(WRITE_BOTH, READ_BOTH, READ_X)).isTrue();
        assertThat(registers.legal(WRITE_X, READ_BOTH)).isFalse();
        assertThat(registers.legal(READ_NOTHING)).isTrue();
        assertThat(registers.legal(WRITE_X, READ_NOTHING)).isFalse();
        assertThat(registers.after(READ_OWN_WRITE)).isEqualTo("x = 1, y = nothing");
        assertThat(registers.after(WRITE_X, READ_BEFORE_WRITE)).isEqualTo("x = a value that nobody read, y = nothing");
        assertThat(registers.legal(READ_BEFORE_WRITE)).isFalse();
    }

    @Test
    void only_what_writes_all_registers_is_blind_and_only_what_writes_none_asks() {
        Automaton automaton = registers.automaton();
        assertThat(automaton.blind(registers.call(WRITE_BOTH))).isTrue();
        assertThat(automaton.blind(registers.call(WRITE_X))).isFalse();
        assertThat(automaton.blind(registers.call(READ_BOTH))).isFalse();
        assertThat(automaton.observer(registers.call(READ_BOTH))).isTrue();
        assertThat(automaton.observer(registers.call(WRITE_X))).isFalse();
        assertThat(automaton.observer(registers.call(READ_OWN_WRITE))).isFalse();
        Walk alone = new Walk("multi-register", READ_OWN_WRITE, WRITE_X);
        assertThat(alone.automaton().blind(alone.call(READ_OWN_WRITE))).isFalse();
        assertThat(alone.automaton().blind(alone.call(WRITE_X))).isTrue();
    }

    @Test
    void the_reads_of_an_operation_of_unknown_outcome_say_nothing() {
        Walk unknown = new Walk("multi-register", "txn [[r x nothing] [w x 1]]?", "read [[x nothing]]?", READ_X);
        assertThat(unknown.after("txn [[r x nothing] [w x 1]]?")).isEqualTo("x = 1");
        assertThat(unknown.call("read [[x nothing]]?")).isEqualTo(Automaton.NO_CALL);
    }

    @Test
    void an_answer_that_is_no_sequence_will_do_where_nothing_is_read() {
        Walk written = new Walk("multi-register", "write [[x 1]] -> ok", READ_X);
        assertThat(written.after("write [[x 1]] -> ok")).isEqualTo("x = 1");
        assertThatThrownBy(() -> new Walk("multi-register", "read [[x nothing]] -> ok"))
                .hasMessage("operation 0 (read): the result of an operation that reads must be the steps with their"
                        + " values");
        assertThatThrownBy(() -> new Walk("multi-register", "txn [[x 1]]"))
                .hasMessage("operation 0 (txn): a step must be [r key value] or [w key value], not [x, 1]");
        assertThatThrownBy(() -> new Walk("multi-register", "txn [[w x 1 2]]"))
                .hasMessage("operation 0 (txn): a step must be [r key value] or [w key value], not [w, x, 1, 2]");
        assertThatThrownBy(() -> new Walk("multi-register", "txn 1"))
                .hasMessage("operation 0 (txn): steps must be sequences, not 1");
    }
}
