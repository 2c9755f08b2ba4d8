package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two words of slots; the one in slot 65 covers that in slot 1, and nothing else covers anything. */
class WideConfigurationsTest {
    private static final int WORDS = 2;
    private static final int COVERING = 65;
    private static final int COVERED = 1;

    private final Budget budget = new Budget(60_000, 1_000_000, System::nanoTime);
    private final WideConfigurations set =
            new WideConfigurations(WORDS, (slot, other) -> slot == COVERING && other == COVERED, budget);

    /** A configuration behind two cells that do not belong to it. */
    private static long[] cells(int state, int[] todo, int[] free) {
        long[] cells = new long[3 + 2 * WORDS];
        cells[2] = state;
        for (int slot : todo) {
            cells[3 + (slot >> 6)] |= 1L << slot;
        }
        for (int slot : free) {
            cells[3 + WORDS + (slot >> 6)] |= 1L << slot;
        }
        return cells;
    }

    private boolean add(int state, int[] todo, int... free) {
        return set.add(cells(state, todo, free), 2);
    }

    private static int[] todo(int... slots) {
        return slots;
    }

    @Test
    void one_with_less_to_do_and_free_to_do_no_less_dominates() {
        assertThat(set.isEmpty()).isTrue();
        assertThat(add(0, todo(1, 70), 1, 70)).isTrue();
        assertThat(add(0, todo(1, 70), 1, 70)).isFalse();
        assertThat(add(1, todo(1, 70), 1, 70)).isTrue();
        assertThat(add(0, todo(1), 1, 70)).isTrue();
        assertThat(set.alive()).isEqualTo(2);
        assertThat(set.isAlive(0)).isFalse();
        assertThat(set.isAlive(2)).isTrue();
        assertThat(add(0, todo(1), 1)).as("free to do less").isFalse();
        assertThat(add(0, todo(70), 1, 70)).isTrue();
        assertThat(add(0, todo(1), 1, 70, 3)).as("free to do more").isTrue();
        assertThat(set.alive()).isEqualTo(3);
        assertThat(set.isEmpty()).isFalse();
        assertThat(set.stride()).isEqualTo(5);
    }

    @Test
    void what_only_the_other_is_free_to_do_is_made_up_for_by_what_covers_it() {
        assertThat(add(0, todo(), COVERED, 7)).isTrue();
        assertThat(add(0, todo(), COVERING, 7)).isTrue();
        assertThat(set.alive()).as("the second covers the first").isEqualTo(1);
        assertThat(add(0, todo(), COVERED, 7)).isFalse();
        assertThat(add(0, todo(), COVERED, 8)).isTrue();
        assertThat(add(0, todo(), COVERED, COVERING))
                .as("one cannot stand for two")
                .isTrue();
        assertThat(set.alive()).isEqualTo(3);
        assertThat(add(0, todo(), COVERED)).isFalse();
    }

    @Test
    void one_that_covers_many_stands_for_one_of_them() {
        WideConfigurations some = new WideConfigurations(WORDS, (slot, other) -> slot == COVERING, budget);
        assertThat(some.add(cells(0, todo(), new int[] {70, 71}), 2)).isTrue();
        assertThat(some.add(cells(0, todo(), new int[] {COVERING, 72}), 2)).isTrue();
        assertThat(some.alive()).isEqualTo(2);
        assertThat(some.add(cells(0, todo(), new int[] {COVERING, 71}), 2)).isTrue();
        assertThat(some.alive()).as("it stands for the first alone").isEqualTo(2);
        assertThat(some.isAlive(0)).isFalse();
    }

    @Test
    void what_is_covered_may_lie_in_any_word() {
        WideConfigurations some =
                new WideConfigurations(WORDS, (slot, other) -> slot == COVERED && other == COVERING, budget);
        assertThat(some.add(cells(0, todo(), new int[] {COVERING}), 2)).isTrue();
        assertThat(some.add(cells(0, todo(), new int[] {COVERED}), 2)).isTrue();
        assertThat(some.alive()).isEqualTo(1);
        assertThat(some.isAlive(1)).isTrue();
    }

    @Test
    void two_cannot_be_covered_by_one() {
        WideConfigurations all = new WideConfigurations(WORDS, (slot, other) -> true, budget);
        assertThat(all.add(cells(0, todo(), new int[] {1, 2}), 2)).isTrue();
        assertThat(all.add(cells(0, todo(), new int[] {66, 67}), 2)).isFalse();
        assertThat(all.add(cells(0, todo(), new int[] {66}), 2)).isFalse();
        assertThat(all.add(cells(0, todo(), new int[] {66, 67, 68}), 2)).isTrue();
        assertThat(all.alive()).isEqualTo(1);
    }

    @Test
    void the_places_of_dominated_ones_are_left_out_of_the_list_wherever_they_stand_in_it() {
        add(0, todo(1, 2), 1, 2, 3);
        add(0, todo(2, 3), 1, 2, 3);
        add(0, todo(3, 1), 1, 2, 3);
        assertThat(add(0, todo(2), 1, 2, 3)).isTrue();
        assertThat(set.alive()).isEqualTo(2);
        assertThat(add(0, todo(3, 1), 1, 2, 3)).isFalse();
        assertThat(add(0, todo(2, 3), 1, 2, 3)).isFalse();
        assertThat(add(0, todo(), 1, 2, 3)).isTrue();
        assertThat(set.alive()).isEqualTo(1);
        set.clear();
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.size()).isZero();
        assertThat(add(0, todo(1, 2), 1, 2, 3)).isTrue();
    }

    @Test
    void grows_as_far_as_the_memory_allows() {
        Budget small = new Budget(60_000, 3_000, System::nanoTime);
        WideConfigurations few = new WideConfigurations(WORDS, (slot, other) -> false, small);
        int added = 0;
        while (!few.full() && added < 1000) {
            few.add(cells(added++, todo(100), new int[] {100}), 2);
        }
        assertThat(few.add(cells(added, todo(100), new int[] {100}), 2)).isFalse();
        assertThat(few.size()).isBetween(50, 80).isEqualTo(added - 1);
        for (int i = 0; i < few.size(); i++) {
            assertThat(few.cells()[i * few.stride()]).isEqualTo(i);
            assertThat(few.cells()[i * few.stride() + 2]).isEqualTo(1L << 100);
        }
        assertThat(small.reserve(2_000)).isFalse();
        few.release();
        assertThat(small.reserve(3_000)).isTrue();
        few.release();
        assertThat(small.reserve(1)).isFalse();
        few.clear();
        assertThat(few.full()).isFalse();
    }
}
