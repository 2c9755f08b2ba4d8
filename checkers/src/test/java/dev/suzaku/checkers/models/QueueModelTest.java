package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import org.junit.jupiter.api.Test;

class QueueModelTest {
    private static final String[] QUEUE = {
        "enqueue 1", "enqueue 2", "enqueue 3", "dequeue -> 1", "dequeue -> 2", "dequeue -> nothing", "dequeue?"
    };
    private static final String[] STACK = {"push 1", "push 2", "pop -> 1", "pop -> 2", "pop -> nothing", "pop?"};

    private final Walk queue = new Walk("queue", QUEUE);
    private final Walk stack = new Walk("stack", STACK);

    @Test
    void a_queue_gives_its_values_in_the_order_in_which_they_came() {
        assertThat(queue.after("enqueue 1", "enqueue 2", "dequeue -> 1")).isEqualTo("[2]");
        assertThat(queue.legal("enqueue 1", "enqueue 2", "dequeue -> 2")).isFalse();
        assertThat(queue.after("enqueue 1", "enqueue 3")).isEqualTo("[1, a value that nobody took]");
        assertThat(queue.legal("enqueue 3", "dequeue -> 1")).isFalse();
        assertThat(queue.after("enqueue 1", "enqueue 2", "dequeue?")).isEqualTo("[2]");
        assertThat(queue.after("enqueue 1", "dequeue -> 1")).isEqualTo("[]");
    }

    @Test
    void a_stack_gives_what_came_last() {
        assertThat(stack.after("push 1", "push 2", "pop -> 2")).isEqualTo("[1]");
        assertThat(stack.legal("push 1", "push 2", "pop -> 1")).isFalse();
        assertThat(stack.after("push 1", "push 2", "pop?")).isEqualTo("[1]");
    }

    @Test
    void nothing_comes_out_of_an_empty_one_and_only_of_that() {
        assertThat(queue.after("dequeue -> nothing")).isEqualTo("[]");
        assertThat(queue.legal("dequeue?")).isFalse();
        assertThat(queue.legal("dequeue -> 1")).isFalse();
        assertThat(queue.legal("enqueue 1", "dequeue -> nothing")).isFalse();
        assertThat(stack.legal("pop?")).isFalse();
        assertThat(stack.legal("push 1", "pop -> nothing")).isFalse();
    }

    @Test
    void a_dequeue_of_unknown_outcome_stands_for_one_of_any_value() {
        assertThat(queue.covers("dequeue?", "dequeue -> 1")).isTrue();
        assertThat(queue.covers("dequeue -> 1", "dequeue?")).isFalse();
        assertThat(queue.covers("dequeue?", "dequeue -> nothing")).isFalse();
        assertThat(queue.covers("dequeue -> nothing", "dequeue -> 1")).isFalse();
        assertThat(queue.covers("enqueue 1", "enqueue 1")).isTrue();
        assertThat(queue.covers("enqueue 1", "enqueue 2")).isFalse();
        Automaton automaton = queue.automaton();
        assertThat(automaton.observer(queue.call("dequeue -> nothing"))).isTrue();
        assertThat(automaton.observer(queue.call("dequeue?"))).isFalse();
        assertThat(automaton.blind(queue.call("enqueue 1"))).isFalse();
    }

    @Test
    void nothing_cannot_be_enqueued_and_other_functions_are_errors() {
        assertThatThrownBy(() -> new Walk("queue", "enqueue nothing"))
                .isInstanceOf(CheckException.class)
                .hasMessage("operation 0: enqueue needs a value; nothing is the answer of an empty queue");
        assertThatThrownBy(() -> new Walk("stack", "push nothing"))
                .hasMessage("operation 0: push needs a value; nothing is the answer of an empty stack");
        assertThatThrownBy(() -> new Walk("queue", "push 1"))
                .hasMessageStartingWith("operation 0: model queue has no function push; it has enqueue and dequeue");
        assertThatThrownBy(() -> new Walk("stack", "enqueue 1"))
                .hasMessage("operation 0: model stack has no function enqueue; it has push and pop");
    }
}
