package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Automaton;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class StateMasksTest {
    private static final int WRITE_1 = 0;
    private static final int READ_1 = 1;
    private static final int CAS_1_2 = 2;
    private static final int READ_2 = 3;

    private final KeyHistory key = Findings.key(
            "cas-register",
            "0 write 1 @1..9",
            "1 read -> 1 @1..9",
            "2 cas [1 2] @1..9",
            "3 read -> 2 @1..9",
            "4 cas [2 1] @1..",
            "5 write 2 @1..");
    private final Automaton automaton = key.automaton();
    private int steps;
    private final Transitions transitions = new Transitions(counting());
    private final Slots slots = new Slots(automaton, false);
    private final PendingClasses classes = new PendingClasses(key, Findings.unbounded(key));
    private final StateMasks masks = new StateMasks(transitions, slots, classes);
    private final int nothing = automaton.initialState();
    private final int one = automaton.step(nothing, key.call(WRITE_1));
    private final int two = automaton.step(one, key.call(CAS_1_2));

    private Automaton counting() {
        return (Automaton) Proxy.newProxyInstance(
                Automaton.class.getClassLoader(), new Class<?>[] {Automaton.class}, (proxy, method, arguments) -> {
                    steps += method.getName().equals("step") ? 1 : 0;
                    return method.invoke(automaton, arguments);
                });
    }

    private void open(int position) {
        int slot = slots.open(key.call(position), true, 9, 0);
        masks.slotChanged(slot);
    }

    @Test
    void says_what_is_legal_and_what_may_be_linearized_at_once() {
        open(WRITE_1);
        open(READ_1);
        open(CAS_1_2);
        assertThat(masks.enabled(nothing)).isZero();
        assertThat(masks.enabled(one)).isEqualTo(1 << READ_1 | 1 << CAS_1_2);
        assertThat(masks.eager(one)).isEqualTo(1 << READ_1);
        assertThat(masks.enabled(two)).isZero();
        open(READ_2);
        assertThat(masks.enabled(two)).isEqualTo(1 << READ_2);
        assertThat(masks.eager(two)).isEqualTo(1 << READ_2);
        assertThat(masks.enabled(one)).isEqualTo(1 << READ_1 | 1 << CAS_1_2);
    }

    @Test
    void a_slot_that_changed_is_looked_at_again() {
        open(READ_1);
        assertThat(masks.enabled(one)).isEqualTo(1);
        assertThat(masks.eager(one)).isEqualTo(1);
        slots.call(0, key.call(CAS_1_2));
        masks.slotChanged(0);
        assertThat(masks.enabled(one)).isEqualTo(1);
        assertThat(masks.eager(one)).isZero();
        slots.call(0, key.call(READ_2));
        masks.slotChanged(0);
        assertThat(masks.enabled(one)).isZero();
        assertThat(masks.enabled(two)).isEqualTo(1);
        slots.call(0, key.call(READ_1));
        masks.slotChanged(0);
        assertThat(masks.eager(one)).isEqualTo(1);
    }

    @Test
    void after_any_number_of_changes_the_masks_are_right() {
        open(READ_1);
        open(READ_2);
        for (int changes = 60; changes < 70; changes++) {
            masks.enabled(one);
            slots.call(1, key.call(changes % 2 == 0 ? READ_1 : CAS_1_2));
            masks.slotChanged(1);
            for (int i = 0; i < changes; i++) {
                slots.call(0, key.call(i % 2 == 0 ? READ_2 : READ_1));
                masks.slotChanged(0);
            }
            assertThat(masks.enabled(one)).as("%d changes", changes).isEqualTo(changes % 2 == 0 ? 3 : 2);
            assertThat(masks.eager(one)).as("%d changes", changes).isEqualTo(changes % 2 == 0 ? 3 : 0);
        }
    }

    @Test
    void only_slots_that_changed_are_asked_about() {
        open(READ_1);
        open(CAS_1_2);
        masks.enabled(one);
        int before = steps;
        masks.enabled(one);
        masks.eager(one);
        assertThat(steps).isEqualTo(before);
        open(READ_2);
        masks.enabled(one);
        assertThat(steps).isEqualTo(before + 1);
    }

    @Test
    void says_whether_a_counted_operation_that_is_not_blind_is_legal() {
        int swap = classes.classOf(4);
        int write = classes.classOf(5);
        assertThat(masks.classEnabled(two)).isFalse();
        classes.add(write);
        masks.classesChanged();
        assertThat(masks.classEnabled(two)).isFalse();
        classes.add(swap);
        masks.classesChanged();
        assertThat(masks.classEnabled(two)).isTrue();
        assertThat(masks.classEnabled(one)).isFalse();
        int before = steps;
        assertThat(masks.classEnabled(two)).isTrue();
        assertThat(masks.classEnabled(one)).isFalse();
        assertThat(steps).isEqualTo(before);
    }

    @Test
    void a_step_is_asked_for_once() {
        int legal = transitions.entry(one, key.call(CAS_1_2));
        assertThat(Transitions.next(legal)).isEqualTo(two);
        assertThat(Transitions.eager(legal)).isFalse();
        int eager = transitions.entry(one, key.call(READ_1));
        assertThat(Transitions.next(eager)).isEqualTo(one);
        assertThat(Transitions.eager(eager)).isTrue();
        assertThat(transitions.entry(one, key.call(READ_2))).isEqualTo(Transitions.ILLEGAL);
        assertThat(steps).isEqualTo(3);
        assertThat(transitions.entry(one, key.call(CAS_1_2))).isEqualTo(legal);
        assertThat(transitions.entry(one, key.call(READ_1))).isEqualTo(eager);
        assertThat(transitions.entry(one, key.call(READ_2))).isEqualTo(Transitions.ILLEGAL);
        assertThat(steps).isEqualTo(3);
    }
}
