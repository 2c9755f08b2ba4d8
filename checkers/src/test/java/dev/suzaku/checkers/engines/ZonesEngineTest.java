package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.engines.Findings.Violation;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZonesEngineTest {
    private static Violation violation(String... lines) {
        return Findings.violation("zones", "register", lines);
    }

    private static boolean linearizable(String... lines) {
        return Findings.linearizable("zones", "register", lines);
    }

    @Test
    void a_value_that_was_read_was_written_before() {
        assertThat(violation("0 read -> 5 @1..2")).isEqualTo(new Violation(0, List.of(0)));
        assertThat(violation("0 read -> 5 @1..2", "1 write 5 @3..4")).isEqualTo(new Violation(0, List.of(0, 1)));
        assertThat(linearizable("0 read -> 5 @1..3", "1 write 5 @3..4")).isTrue();
    }

    @Test
    void two_values_that_were_both_read_again_do_not_overlap() {
        assertThat(violation("0 write 1 @1..2", "1 write 2 @3..4", "1 read -> 2 @5..6", "0 read -> 1 @7..8"))
                .isEqualTo(new Violation(3, List.of(0, 1, 2, 3)));
        assertThat(linearizable("0 write 1 @1..2", "1 write 2 @3..4", "0 read -> 1 @4..8", "1 read -> 2 @5..6"))
                .isTrue();
    }

    @Test
    void a_value_is_not_written_while_another_is_held() {
        assertThat(violation("0 write 1 @1..2", "1 write 2 @3..4", "0 read -> 1 @7..8"))
                .isEqualTo(new Violation(2, List.of(0, 1, 2)));
        assertThat(linearizable("0 write 1 @1..2", "1 write 2 @2..4", "0 read -> 1 @7..8"))
                .isTrue();
        assertThat(linearizable("0 write 1 @1..2", "1 write 2 @3..7", "0 read -> 1 @7..8"))
                .isTrue();
    }

    @Test
    void every_value_that_is_held_is_looked_at() {
        String[] lines = {
            "0 write 1 @1..2", "0 read -> 1 @5..6",
            "0 write 2 @11..12", "0 read -> 2 @15..16",
            "1 write 3 @7..8", "1 write 4 @13..14"
        };
        assertThat(violation(lines)).isEqualTo(new Violation(5, List.of(3, 4, 5)));
    }

    @Test
    void the_first_value_is_gone_with_the_first_write() {
        assertThat(violation("0 write 1 @1..2", "0 read -> nothing @3..4")).isEqualTo(new Violation(1, List.of(0, 1)));
        assertThat(linearizable("0 write 1 @1..3", "1 read -> nothing @3..4")).isTrue();
    }

    @Test
    void a_pending_write_counts_where_its_value_was_read() {
        assertThat(violation("0 write 9 @1..", "1 read -> 9 @2..3", "1 write 2 @4..5", "1 read -> 9 @6..7"))
                .isEqualTo(new Violation(3, List.of(0, 1, 2, 3)));
        assertThat(linearizable("1 write 2 @1..2", "0 write 9 @3..", "1 read -> 2 @6..7"))
                .isTrue();
        String[] late = {"0 write 9 @1..", "cut @2..3", "1 read -> nothing @4..5", "1 read -> 9 @6..7"};
        assertThat(Findings.of("zones", "register", Condition.DURABLE, late)).isInstanceOf(Finding.Linearizable.class);
        assertThat(Findings.of("zones", "register", Condition.STRICT, late)).isInstanceOf(Finding.Violated.class);
    }

    @Test
    void a_value_that_is_written_twice_is_not_for_zones() {
        assertThatThrownBy(() -> violation("0 write 1 @1..2", "1 write 1 @3..4"))
                .isInstanceOf(CheckException.class)
                .hasMessage("engine zones does not apply to key k of model register; auto finds one that does");
        assertThatThrownBy(() -> violation("0 write nothing @1..2")).isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> Findings.of("zones", "cas-register", "0 write 1 @1..2", "0 cas [1 2] @3..4"))
                .isInstanceOf(CheckException.class);
        assertThatThrownBy(() -> Findings.of("zones", "queue", "0 enqueue 1 @1..2"))
                .isInstanceOf(CheckException.class);
    }

    @Test
    void values_may_be_added_beyond_those_that_were_foreseen() {
        Zones zones = new Zones(0);
        for (int value = 1; value < 100; value++) {
            zones.write(value, value, 10L * value, 10L * value + 1, true);
        }
        assertThat(zones.conflict()).isEmpty();
        zones.read(1, 1000, 500, 501);
        zones.read(3, 1003, 45, 46);
        Zones.Conflict conflict = zones.conflict().orElseThrow();
        assertThat(conflict.position()).isEqualTo(1000);
        assertThat(conflict.certificate()).containsExactly(1, 3, 1000, 1003);
    }

    @Test
    void a_certificate_names_a_read_where_the_write_alone_need_not_have_happened() {
        String[] pending = {"0 write 1 @1..2", "1 read -> 5 @2..9", "2 write 5 @3..", "cut @5..6", "0 read -> 1 @7..8"};
        Finding finding = Findings.of("zones", "register", Condition.STRICT, pending);
        assertThat(finding).isInstanceOf(Finding.Violated.class);
        assertThat(((Finding.Violated) finding).certificate()).containsExactly(0, 1, 2, 3);
        assertThat(violation("0 write 1 @1..2", "1 read -> 5 @2..9", "2 write 5 @3..4", "0 read -> 1 @7..8"))
                .isEqualTo(new Violation(3, List.of(0, 2, 3)));
    }

    @Test
    void values_are_compared_in_the_order_of_time_not_of_their_writes() {
        assertThat(linearizable("0 write 1 @1..10", "1 write 2 @2..3", "1 read -> 2 @4..5", "0 read -> 1 @11..12"))
                .isTrue();
        assertThat(linearizable(
                        "0 write 1 @1..20",
                        "1 write 2 @5..6",
                        "1 write 4 @10..11",
                        "1 read -> 4 @13..14",
                        "1 read -> 1 @15..20"))
                .isTrue();
    }

    /** It need not have happened, had nobody read what it wrote. */
    @Test
    void a_write_that_was_never_answered_contradicts_something_only_together_with_who_read_it() {
        KeyHistory key = Findings.key(
                "register", "0 write 2 @1..2", "1 read -> 1 @3..40", "2 write 1 @4..", "0 read -> 2 @30..31");
        List<PowerCut> cuts = List.of(new PowerCut(0, 20, 20, 21, 21));
        Timeline timeline = Timeline.of(key, cuts, index -> index == 2 ? 15 : Operation.NEVER);

        assertThat(new ZonesEngine().decide(key, timeline, Findings.budget()))
                .isInstanceOfSatisfying(
                        Finding.Violated.class,
                        violated -> assertThat(violated.certificate()).containsExactly(0, 1, 2, 3));
    }
}
