package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final int CAS = 0;
    private static final int WRITE_2 = 1;
    private static final int READ = 2;

    private final KeyHistory key =
            Findings.key("cas-register", "0 cas [1 2] @1..9", "1 write 2 @1..9", "2 read -> 2 @1..9");

    private static long bits(int... slots) {
        long bits = 0;
        for (int slot : slots) {
            bits |= 1L << slot;
        }
        return bits;
    }

    private int open(Slots slots, int position, boolean mandatory, int end, int session) {
        return slots.open(key.call(position), mandatory, end, session);
    }

    @Test
    void a_slot_is_used_again_after_its_operation_s_end() {
        Slots slots = new Slots(key.automaton(), false);
        assertThat(open(slots, CAS, true, 9, 0)).isZero();
        assertThat(open(slots, WRITE_2, false, 9, 0)).isEqualTo(1);
        assertThat(open(slots, READ, true, 9, 0)).isEqualTo(2);
        assertThat(slots.open()).isEqualTo(bits(0, 1, 2));
        assertThat(slots.mandatory()).isEqualTo(bits(0, 2));
        assertThat(slots.blind()).isEqualTo(bits(1));
        assertThat(slots.observers()).isEqualTo(bits(2));
        assertThat(slots.crashSensitive()).isZero();
        assertThat(slots.call(1)).isEqualTo(key.call(WRITE_2));
        for (int slot = 0; slot < 3; slot++) {
            slots.close(slot);
        }
        assertThat(slots.open() | slots.mandatory() | slots.blind() | slots.observers())
                .isZero();
        assertThat(open(slots, READ, false, 9, 0)).isZero();
        assertThat(slots.mandatory()).isZero();
        assertThat(slots.observers()).isEqualTo(bits(0));
        slots.call(0, key.call(WRITE_2));
        assertThat(slots.observers()).isZero();
        assertThat(slots.blind()).isEqualTo(bits(0));
        slots.call(0, key.call(READ));
        assertThat(slots.blind()).isZero();
    }

    @Test
    void of_equal_calls_it_is_known_which_end_sooner() {
        Slots slots = new Slots(key.automaton(), false);
        int first = open(slots, CAS, true, 7, 0);
        int later = open(slots, CAS, true, 9, 1);
        int same = open(slots, CAS, true, 7, 2);
        int other = open(slots, WRITE_2, true, 1, 3);
        assertThat(slots.sooner(first)).isZero();
        assertThat(slots.sooner(later)).isEqualTo(bits(first, same));
        assertThat(slots.sooner(same)).isEqualTo(bits(first));
        assertThat(slots.sooner(other)).isZero();
        slots.close(first);
        assertThat(slots.sooner(later)).isEqualTo(bits(same));
        assertThat(slots.sooner(same)).isZero();
        slots.call(same, key.call(WRITE_2));
        assertThat(slots.sooner(later)).isZero();
        assertThat(slots.sooner(same)).isEqualTo(bits(other));
    }

    @Test
    void a_missing_operation_is_covered_by_one_that_can_do_as_much_for_no_less_long() {
        Slots slots = new Slots(key.automaton(), false);
        int cas = open(slots, CAS, true, 7, 0);
        int write = open(slots, WRITE_2, true, 7, 1);
        int early = open(slots, WRITE_2, true, 6, 2);
        int read = open(slots, READ, true, 9, 3);
        assertThat(slots.covered(bits(cas), bits(write))).isTrue();
        assertThat(slots.covered(bits(cas), bits(early))).isFalse();
        assertThat(slots.covered(bits(write), bits(cas))).isFalse();
        assertThat(slots.covered(bits(cas), bits(read))).isFalse();
        assertThat(slots.covered(bits(cas), 0)).isFalse();
        assertThat(slots.covered(0, 0)).isTrue();
        assertThat(slots.covered(bits(early), bits(write))).isTrue();
        assertThat(slots.covered(bits(early, cas), bits(write)))
                .as("each wants its own")
                .isFalse();
        int another = open(slots, WRITE_2, true, 8, 4);
        assertThat(slots.covered(bits(early, cas), bits(write, another))).isTrue();
        slots.close(another);
        assertThat(slots.covered(bits(cas), bits(another))).isFalse();
    }

    @Test
    void an_operation_retires_the_pending_ones_before_it_of_its_session() {
        Slots slots = new Slots(key.automaton(), true);
        int pending = open(slots, CAS, false, 9, 0);
        int foreign = open(slots, CAS, false, 9, 1);
        int answered = open(slots, CAS, true, 9, 2);
        int next = open(slots, CAS, true, 9, 0);
        int afterAnswered = open(slots, CAS, true, 9, 2);
        assertThat(slots.retires(pending)).isZero();
        assertThat(slots.retires(next)).isEqualTo(bits(pending));
        assertThat(slots.retires(foreign)).isZero();
        assertThat(slots.retires(afterAnswered)).isZero();
        assertThat(slots.retiring(0)).isEqualTo(bits(next));
        assertThat(slots.retiring(bits(pending))).isZero();
        assertThat(slots.retiring(bits(foreign))).isEqualTo(bits(next));
        assertThat(slots.sooner(next)).as("bound by its session").isZero();
        assertThat(slots.sooner(afterAnswered)).isEqualTo(bits(answered));
        assertThat(slots.covered(bits(pending), bits(answered))).isFalse();
        assertThat(slots.covered(bits(answered), bits(next))).isFalse();
        assertThat(slots.covered(bits(answered), bits(afterAnswered))).isTrue();
        slots.close(pending);
        assertThat(slots.retires(next)).isZero();
        assertThat(slots.retiring(0)).isZero();
        Slots without = new Slots(key.automaton(), false);
        open(without, CAS, false, 9, 0);
        assertThat(without.retires(open(without, CAS, true, 9, 0))).isZero();
    }

    @Test
    void any_number_of_operations_may_be_open_in_wide_slots() {
        WideSlots slots = new WideSlots(128, 200);
        for (int position = 0; position < 100; position++) {
            assertThat(slots.open(position, 1000 + position, 2000 + position)).isEqualTo(position);
        }
        assertThat(slots.openCount()).isEqualTo(100);
        slots.close(30);
        slots.close(99);
        assertThat(slots.openCount()).isEqualTo(98);
        assertThat(slots.openSlot(30)).as("the last one took its place").isEqualTo(98);
        assertThat(slots.open(150, 7, 8)).isEqualTo(30);
        assertThat(slots.slotOf(150)).isEqualTo(30);
        assertThat(slots.slotOf(42)).isEqualTo(42);
        assertThat(slots.call(30)).isEqualTo(7);
        assertThat(slots.end(30)).isEqualTo(8);
        assertThat(slots.end(31)).isEqualTo(2031);
        slots.call(30, 9);
        assertThat(slots.call(30)).isEqualTo(9);
        slots.close(98);
        assertThat(slots.openSlot(30)).isEqualTo(30);
        for (int place = 0; place < slots.openCount(); place++) {
            assertThat(slots.openSlot(place)).isNotEqualTo(98).isBetween(0, 97);
        }
    }
}
