package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A compare-and-set is open in slot 0, a write of what it leaves in slot 1, which covers it, and others of no relation. */
class ConfigurationsTest {
    private static final long[] NO_COUNTS = {};
    private static final long CAS = 1;
    private static final long WRITE = 2;
    private static final long OTHER = 4;
    private static final long THIRD = 8;

    private final KeyHistory key = Findings.key(
            "cas-register",
            "0 cas [1 2] @1..",
            "1 write 2 @1..",
            "2 write 3 @1..",
            "3 write 4 @1..",
            "4 read -> 2 @2..3",
            "4 read -> 3 @2..3",
            "4 read -> 4 @2..3");
    private final Budget budget = new Budget(60_000, 10_000_000, System::nanoTime);
    private final Slots slots = slots();
    private final Configurations set = new Configurations(slots, NO_COUNTS, 0, budget);

    private Slots slots() {
        Slots open = new Slots(key.automaton(), false);
        for (int position = 0; position < 4; position++) {
            open.open(key.call(position), false, 10 - position / 2, position);
        }
        return open;
    }

    private boolean add(int state, long used, long done) {
        return set.add(state, used, done, NO_COUNTS, 0);
    }

    @Test
    void an_equal_configuration_is_kept_once() {
        assertThat(add(0, CAS, CAS)).isTrue();
        assertThat(add(0, CAS, CAS)).isFalse();
        assertThat(add(1, CAS, CAS)).isTrue();
        assertThat(set.alive()).isEqualTo(2);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.state(0)).isZero();
        assertThat(set.state(1)).isEqualTo(1);
        assertThat(set.used(0)).isEqualTo(CAS);
        assertThat(set.done(0)).isEqualTo(CAS);
    }

    @Test
    void one_that_did_more_and_used_no_more_dominates() {
        assertThat(add(0, 0, 0)).isTrue();
        assertThat(add(0, 0, OTHER)).isTrue();
        assertThat(set.alive()).isEqualTo(1);
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.isAlive(0)).isFalse();
        assertThat(set.isAlive(1)).isTrue();
        assertThat(add(0, 0, 0)).isFalse();
        assertThat(add(0, OTHER, OTHER)).isFalse();
        assertThat(add(0, OTHER, OTHER | THIRD)).isTrue();
        assertThat(set.alive()).isEqualTo(2);
    }

    @Test
    void what_one_used_up_is_made_up_for_by_what_only_the_other_used_and_covers_it() {
        assertThat(add(0, WRITE, 0)).isTrue();
        assertThat(add(0, CAS, 0)).as("it may still write").isTrue();
        assertThat(set.alive()).isEqualTo(1);
        assertThat(add(0, WRITE, 0)).as("it may only compare and set").isFalse();
        assertThat(add(0, OTHER, 0)).isTrue();
        assertThat(add(0, CAS | OTHER, 0)).isFalse();
        assertThat(add(0, THIRD | WRITE, 0)).isFalse();
        assertThat(add(0, THIRD, 0)).isTrue();
        assertThat(set.alive()).isEqualTo(3);
    }

    @Test
    void the_places_of_dominated_ones_are_left_out_of_the_list_wherever_they_stand_in_it() {
        add(0, CAS, 0);
        add(0, OTHER, 0);
        add(0, THIRD, 0);
        assertThat(add(0, 0, OTHER)).as("dominates all three").isTrue();
        assertThat(set.alive()).isEqualTo(1);
        set.clear();
        assertThat(set.alive()).isZero();
        add(0, CAS, CAS);
        add(0, OTHER, 0);
        add(0, THIRD, THIRD);
        assertThat(add(0, 0, 0)).as("dominates the one in the middle").isTrue();
        assertThat(set.alive()).isEqualTo(3);
        assertThat(add(0, CAS, CAS)).isFalse();
        assertThat(add(0, THIRD, THIRD)).isFalse();
        assertThat(add(0, OTHER, 0)).isFalse();
    }

    @Test
    void counters_of_all_words_that_are_compared_count() {
        long[] guards = {1L << 62, 1L << 2 | 1L << 5};
        Configurations counted = new Configurations(slots, guards, 2, budget);
        assertThat(counted.add(0, 0, 0, new long[] {9, 9, 2, 1 | 1 << 3}, 2)).isTrue();
        assertThat(counted.add(0, 0, 0, new long[] {1, 1}, 0)).isTrue();
        assertThat(counted.alive()).isEqualTo(1);
        assertThat(counted.add(0, 0, 0, new long[] {1, 1 << 3}, 0)).isTrue();
        assertThat(counted.alive()).isEqualTo(2);
        assertThat(counted.add(0, 0, 0, new long[] {2, 1 | 1 << 3}, 0)).isFalse();
        assertThat(counted.counts()).startsWith(2, 1 | 1 << 3, 1, 1, 1, 1 << 3);
        Configurations total = new Configurations(slots, guards, 1, budget);
        assertThat(total.add(0, 0, 0, new long[] {1, 1}, 0)).isTrue();
        assertThat(total.add(0, 0, 0, new long[] {1, 1 << 3}, 0)).isFalse();
        assertThat(total.add(0, 0, 0, new long[] {0, 0}, 0)).isTrue();
        assertThat(total.alive()).isEqualTo(1);
    }

    /** Sets of three of so many operations, none of which contains another. */
    private static long antichain(int number) {
        int a = number / 400;
        int b = number / 20 % 20;
        int c = number % 20;
        return 1L << a | 1L << 20 + b | 1L << 40 + c;
    }

    @Test
    void equal_ones_are_found_among_thousands() {
        for (int i = 0; i < 4000; i++) {
            assertThat(set.add(0, 0, antichain(i), NO_COUNTS, 0)).isTrue();
        }
        for (int i = 0; i < 4000; i++) {
            assertThat(set.add(0, 0, antichain(i), NO_COUNTS, 0)).as("%d", i).isFalse();
        }
        assertThat(set.size()).isEqualTo(4000);
        assertThat(set.alive()).isEqualTo(4000);
        assertThat(add(1, 0, antichain(3))).isTrue();
        set.clear();
        assertThat(set.size()).isZero();
        assertThat(add(0, 0, antichain(3))).isTrue();
        assertThat(add(0, 0, antichain(3))).isFalse();
    }

    @Test
    void of_thousands_only_the_newest_are_compared() {
        for (int i = 0; i < 97; i++) {
            add(0, 0, antichain(i));
        }
        assertThat(add(0, 0, antichain(0) & antichain(0) - 1))
                .as("dominated by one that is too far away")
                .isTrue();
        assertThat(add(0, 0, antichain(96) & antichain(96) - 1))
                .as("dominated by one that is near")
                .isFalse();
        assertThat(add(0, 0, antichain(0))).as("known all the same").isFalse();
        assertThat(set.size()).isEqualTo(98);
    }

    @Test
    void counters_tell_configurations_apart_that_are_found_by_hashing() {
        long[] guards = {1L << 62};
        Configurations counted = new Configurations(slots, guards, 0, budget);
        for (int i = 0; i < 200; i++) {
            assertThat(counted.add(0, 0, antichain(i), new long[] {1}, 0)).isTrue();
        }
        assertThat(counted.add(0, 0, antichain(0), new long[] {1}, 0)).isFalse();
        assertThat(counted.add(0, 0, antichain(0), new long[] {2}, 0)).isTrue();
        assertThat(counted.add(0, 0, antichain(0), new long[] {7, 2}, 1)).isFalse();
        assertThat(counted.add(0, CAS, antichain(1), new long[] {1}, 0)).isTrue();
    }

    /** What one used more of one class the other used more of another. */
    @Test
    void counters_alone_tell_configurations_apart_that_are_found_by_hashing() {
        long[] guards = {1L << 62, 1L << 8 | 1L << 17};
        Configurations counted = new Configurations(slots, guards, 2, budget);
        for (long i = 0; i < 200; i++) {
            assertThat(counted.add(0, 0, 0, new long[] {200, i | 200 - i << 9}, 0))
                    .as("%d", i)
                    .isTrue();
        }
        for (long i = 0; i < 200; i++) {
            assertThat(counted.add(0, 0, 0, new long[] {200, i | 200 - i << 9}, 0))
                    .as("%d", i)
                    .isFalse();
        }
        assertThat(counted.alive()).isEqualTo(200);
    }

    @Test
    void memory_that_does_not_suffice_is_said_and_given_back() {
        Budget small = new Budget(60_000, 5_000, System::nanoTime);
        Configurations few = new Configurations(slots, NO_COUNTS, 0, small);
        int added = 0;
        while (!few.full() && added < 1000) {
            few.add(0, 0, antichain(added++), NO_COUNTS, 0);
        }
        assertThat(few.size()).isBetween(100, 150).isEqualTo(added - 1);
        assertThat(small.reserve(1_500)).isFalse();
        few.release();
        assertThat(small.reserve(5_000)).isTrue();
        few.release();
        assertThat(small.reserve(1)).as("given back once").isFalse();
        few.clear();
        assertThat(few.full()).isFalse();
    }

    @Test
    void states_of_any_number_may_come() {
        assertThat(add(1000, 0, 0)).isTrue();
        assertThat(add(16, 0, 0)).isTrue();
        assertThat(add(1000, 0, 0)).isFalse();
        set.set(0, CAS, WRITE);
        assertThat(set.used(0)).isEqualTo(CAS);
        assertThat(set.done(0)).isEqualTo(WRITE);
    }

    @Test
    void all_words_of_counters_tell_configurations_apart_that_are_found_by_hashing() {
        long[] guards = {1L << 62, 1L << 62};
        Configurations counted = new Configurations(slots, guards, 0, budget);
        for (int i = 0; i < 200; i++) {
            assertThat(counted.add(0, 0, antichain(i), new long[] {i, 2 * i}, 0))
                    .isTrue();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(counted.add(0, 0, antichain(i), new long[] {i, 2 * i}, 0))
                    .as("%d", i)
                    .isFalse();
        }
        assertThat(counted.add(0, 0, antichain(7), new long[] {7, 15}, 0)).isTrue();
        assertThat(counted.add(0, 0, antichain(8), new long[] {7, 16}, 0)).isTrue();
    }

    @Test
    void what_was_known_before_the_set_was_emptied_is_forgotten() {
        for (int i = 0; i < 400; i++) {
            add(0, 0, antichain(i));
        }
        set.clear();
        for (int i = 400; i < 510; i++) {
            assertThat(add(0, 0, antichain(i))).isTrue();
        }
        for (int i = 110; i < 400; i++) {
            assertThat(add(0, 0, antichain(i))).as("%d", i).isTrue();
        }
        assertThat(set.size()).isEqualTo(400);
    }
}
