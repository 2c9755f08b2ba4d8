package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PendingClassesTest {
    private KeyHistory key;

    private PendingClasses classes(String model, String... lines) {
        key = Findings.key(model, lines);
        return new PendingClasses(key, Findings.timeline(key, model, Condition.DURABLE, lines));
    }

    @Test
    void pending_operations_of_one_call_are_a_class() {
        PendingClasses classes = classes(
                "cas-register", "0 write 1 @1..", "1 write 1 @2..", "2 cas [1 2] @3..", "3 write 1 @4..5", "cut @6..7");
        assertThat(classes.joinsAtOnce(0)).isTrue();
        assertThat(classes.joinsAtOnce(1)).isTrue();
        assertThat(classes.joinsAtOnce(2)).isTrue();
        assertThat(classes.joinsAtOnce(3)).isFalse();
        assertThat(classes.joinsAt(0, 0)).isTrue();
        assertThat(classes.joinsAt(0, 1)).isFalse();
        assertThat(classes.joinsAt(3, 0)).isFalse();
        assertThat(classes.classOf(0)).isZero();
        assertThat(classes.classOf(1)).isZero();
        assertThat(classes.classOf(2)).isEqualTo(1);
        assertThat(classes.call(0)).isEqualTo(key.call(0));
        assertThat(classes.call(1)).isEqualTo(key.call(2));
        assertThat(classes.slotsNeeded()).isEqualTo(1);
        // all used; class 0 counts to 2, class 1 to 1
        assertThat(classes.guards()).containsExactly(1L << 62, 1L << 2 | 1L << 4);
    }

    @Test
    void where_every_operation_ends_there_are_no_classes() {
        PendingClasses classes = classes("cas-register", "0 write 1 @1..3", "1 write 1 @2..4");
        assertThat(classes.guards()).isEmpty();
        assertThat(classes.joinsAtOnce(0)).isFalse();
        assertThat(classes.joinsAt(0, 0)).isFalse();
        assertThat(classes.slotsNeeded()).isEqualTo(2);
        classes.opened(0, 0);
        classes.closed(0);
        assertThat(classes.present()).isZero();
    }

    @Test
    void as_many_may_be_used_as_are_available() {
        PendingClasses classes = classes("cas-register", "0 write 1 @1..", "1 write 1 @2..", "2 cas [1 2] @3..");
        long[] counts = {7, 0, 0};
        assertThat(classes.left(0, counts, 1)).as("none is available yet").isFalse();
        classes.add(0);
        assertThat(classes.left(0, counts, 1)).isTrue();
        classes.use(0, counts, 1);
        assertThat(counts).containsExactly(7, 1, 1);
        assertThat(classes.left(0, counts, 1)).isFalse();
        classes.add(0);
        assertThat(classes.left(0, counts, 1)).isTrue();
        classes.add(1);
        classes.use(1, counts, 1);
        assertThat(counts).containsExactly(7, 2, 1 | 1 << 3);
        assertThat(classes.left(1, counts, 1)).isFalse();
        assertThat(classes.left(0, counts, 1)).isTrue();
        classes.giveBack(0, counts, 1);
        classes.giveBack(1, counts, 1);
        assertThat(counts).containsExactly(7, 0, 0);
    }

    @Test
    void classes_of_blind_calls_come_first() {
        PendingClasses classes =
                classes("cas-register", "0 cas [1 2] @1..", "1 cas [1 3] @1..", "2 write 1 @1..", "3 write 4 @1..");
        assertThat(classes.present()).isZero();
        classes.add(0);
        classes.add(0);
        assertThat(classes.present()).isEqualTo(1);
        assertThat(classes.presentBlind()).isZero();
        classes.add(1);
        classes.add(2);
        classes.add(3);
        assertThat(classes.present()).isEqualTo(4);
        assertThat(classes.presentBlind()).isEqualTo(2);
        assertThat(List.of(classes.present(0), classes.present(1))).containsExactlyInAnyOrder(2, 3);
        assertThat(List.of(classes.present(2), classes.present(3))).containsExactlyInAnyOrder(0, 1);
        assertThat(classes.crashSensitive()).isFalse();
    }

    @Test
    void open_slots_with_the_call_of_a_class_are_known() {
        PendingClasses classes = classes("cas-register", "0 cas [1 2] @1..", "1 write 1 @1..5");
        classes.opened(3, key.call(0));
        classes.opened(4, key.call(1));
        classes.opened(5, key.call(0));
        assertThat(classes.slots(0)).isEqualTo(1L << 3 | 1L << 5);
        classes.closed(4);
        classes.closed(3);
        assertThat(classes.slots(0)).isEqualTo(1L << 5);
        classes.opened(5, key.call(1));
        classes.closed(3);
        assertThat(classes.slots(0)).isEqualTo(1L << 5);
    }

    @Test
    void an_operation_to_which_crashes_matter_joins_after_the_one_that_makes_it_like_others() {
        PendingClasses classes = classes(
                "kv",
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "1 cas [b 7] @3..",
                "2 cas [b 8] @3..",
                "3 set b @3..",
                "cut @5..6",
                "4 cas [b 9] @7..",
                "cut @15..16");
        assertThat(classes.joinsAtOnce(2)).isFalse();
        assertThat(classes.joinsAt(2, 1)).isTrue();
        assertThat(classes.joinsAt(2, 2)).isFalse();
        assertThat(classes.joinsAt(3, 1)).isTrue();
        assertThat(classes.joinsAtOnce(4)).isTrue();
        assertThat(classes.joinsAt(5, 2)).isTrue();
        assertThat(classes.joinsAt(5, 1)).isFalse();
        assertThat(classes.classOf(2)).isEqualTo(classes.classOf(3)).isEqualTo(classes.classOf(5));
        assertThat(classes.classOf(4)).isNotEqualTo(classes.classOf(2));
        assertThat(classes.slotsNeeded())
                .as("two and the one that ends, until the first crash")
                .isEqualTo(3);
        classes.add(classes.classOf(4));
        assertThat(classes.crashSensitive()).isFalse();
        classes.add(classes.classOf(2));
        assertThat(classes.crashSensitive()).isTrue();
    }

    @Test
    void one_that_no_crash_follows_never_joins() {
        PendingClasses classes = classes(
                "kv",
                "0 set a -> STORED @1..2",
                "cut @5..6",
                "0 gets -> [a 7] @7..8",
                "1 cas [b 7] @9..",
                "2 set b @9..");
        assertThat(classes.joinsAtOnce(2)).isFalse();
        assertThat(classes.joinsAt(2, 1)).isFalse();
        assertThat(classes.joinsAtOnce(3)).isTrue();
        assertThat(classes.slotsNeeded()).isEqualTo(1);
    }

    @Test
    void many_classes_take_several_words() {
        List<String> lines = new ArrayList<>();
        for (int value = 1; value <= 40; value++) {
            lines.add("0 write " + value + " @1..");
        }
        for (int value = 1; value <= 40; value++) {
            lines.add("0 cas [" + value + " 99] @2..");
        }
        PendingClasses classes = classes("cas-register", lines.toArray(String[]::new));
        // in each word 32 counters of one bit, each with its guard
        assertThat(classes.guards()).hasSize(4);
        assertThat(classes.guards()[1]).isEqualTo(0xAAAAAAAAAAAAAAAAL);
        int last = classes.classOf(79);
        assertThat(last).isEqualTo(79);
        long[] counts = new long[4];
        classes.add(last);
        classes.use(last, counts, 0);
        assertThat(counts[0]).isEqualTo(1);
        assertThat(counts[1]).isZero();
        assertThat(counts[2]).isZero();
        assertThat(counts[3]).isPositive();
        assertThat(classes.left(last, counts, 0)).isFalse();
        for (int index = 0; index < last; index++) {
            classes.add(index);
            assertThat(classes.left(index, counts, 0)).as("class %d", index).isTrue();
            classes.use(index, counts, 0);
            assertThat(classes.left(index, counts, 0)).as("class %d", index).isFalse();
        }
        assertThat(counts[0]).isEqualTo(80);
        assertThat(counts[1] & classes.guards()[1])
                .as("no counter runs into another")
                .isZero();
    }

    @Test
    void a_timeline_in_sections_is_told_beforehand_how_many_will_be_pending() {
        String[] lines = {"0 write 1 @1..", "1 cas [1 2] @1..", "2 write 1 @1..9", "0 read @3..", "cut @10..11"};
        KeyHistory section = Findings.key("cas-register", lines);
        PendingClasses classes =
                new PendingClasses(section.automaton(), new TreeMap<>(Map.of(section.call(0), 5, section.call(1), 1)));
        assertThat(classes.guards()).hasSize(2);
        assertThat(Long.bitCount(classes.guards()[1])).isEqualTo(2);
        assertThat(classes.slotsNeeded()).isZero();
        classes.section(section, Findings.timeline(section, "cas-register", Condition.DURABLE, lines));
        assertThat(classes.joinsAtOnce(0)).isTrue();
        assertThat(classes.joinsAtOnce(1)).isTrue();
        assertThat(classes.joinsAtOnce(2)).isFalse();
        assertThat(classes.call(classes.classOf(0))).isEqualTo(section.call(0));
        assertThat(classes.call(classes.classOf(1))).isEqualTo(section.call(1));
        classes.section(section, Findings.timeline(section, "cas-register", Condition.STRICT, lines));
        assertThat(classes.joinsAtOnce(0)).as("it ends with the crash").isFalse();
        PendingClasses none = new PendingClasses(section.automaton(), Map.of());
        none.section(section, Findings.timeline(section, "cas-register", Condition.DURABLE, lines));
        assertThat(none.joinsAtOnce(0)).isFalse();
        assertThat(none.guards()).isEmpty();
    }
}
