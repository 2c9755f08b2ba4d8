package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.Condition;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontierEngineTest {
    private static final String[] SWAPPED_TWICE = {
        "0 write 1 @1..2",
        "1 cas [1 2] @3..",
        "2 cas [1 9] @3..",
        "0 read -> 2 @5..6",
        "0 write 1 @7..8",
        "0 read -> 2 @9..10"
    };

    private static Decision decision(String engine, String... lines) {
        KeyHistory key = Findings.key("cas-register", lines);
        Timeline timeline = Findings.timeline(key, "cas-register", Condition.DURABLE, lines);
        return Engines.named(engine, key).decision(key, timeline, Findings.budget());
    }

    @Test
    void what_cannot_happen_twice_is_a_violation_that_a_relaxed_search_does_not_see() {
        assertThat(decision("exact", SWAPPED_TWICE))
                .isEqualTo(new Decision(
                        new Finding.Violated(9, 5, List.of("1")),
                        "exact",
                        "it was asked for; an exact search over all configurations decided"));
        assertThat(decision("relax", SWAPPED_TWICE))
                .isEqualTo(new Decision(
                        new Finding.Undecided("key k has an explanation only if pending operations may happen more than"
                                + " once; the engine frontier or exact may decide it"),
                        "relax",
                        "it was asked for; not decided by any search"));
        assertThat(decision("depth-first", SWAPPED_TWICE))
                .isEqualTo(new Decision(
                        new Finding.Undecided("key k: the depth-first search followed all that it may, 262144"
                                + " configurations at once, and is not certain; the engine frontier or exact may decide"
                                + " it"),
                        "depth-first",
                        "it was asked for; not decided by any search"));
        assertThat(decision("frontier", SWAPPED_TWICE).reason())
                .isEqualTo("no special engine fits; an exact search over all configurations decided");
    }

    @Test
    void a_violation_with_nothing_pending_is_certain_in_every_search() {
        String[] lines = {
            "0 write 1 @1..2", "1 write 2 @1..2", "0 read -> 3 @3..4", "0 read -> 1 @9..9", "0 read -> 2 @9..9"
        };
        for (String engine : List.of("exact", "frontier", "relax", "depth-first")) {
            Finding finding = decision(engine, lines).finding();
            assertThat(finding).as(engine).isInstanceOf(Finding.Violated.class);
            Finding.Violated violated = (Finding.Violated) finding;
            assertThat(violated.position()).isEqualTo(2);
            assertThat(violated.possible()).as(engine).containsExactlyInAnyOrder("1", "2");
            assertThat(violated.certificate()).isEmpty();
        }
        assertThat(decision("relax", lines).reason())
                .isEqualTo("it was asked for; a contradiction remains even if pending operations happen as often as is"
                        + " wanted");
        assertThat(decision("depth-first", "0 write 1 @1..2").reason())
                .isEqualTo("it was asked for; a depth-first search found a witness");
    }

    @Test
    void eight_of_the_states_before_a_violation_are_named() {
        List<String> lines = new ArrayList<>();
        for (int value = 1; value <= 10; value++) {
            lines.add(value + " write " + value + " @1..2");
            lines.add("0 read -> " + value + " @9..9");
        }
        lines.add("0 read -> 77 @3..4");
        Finding.Violated violated = (Finding.Violated)
                decision("exact", lines.toArray(String[]::new)).finding();
        assertThat(violated.possible()).hasSize(8).doesNotHaveDuplicates();
        KeyHistory key = Findings.key("cas-register", lines.toArray(String[]::new));
        Finding wide = new WideSweep(key, Findings.unbounded(key), Findings.budget(), 20, Effort.EXACT).run();
        assertThat(((Finding.Violated) wide).possible()).hasSize(8).doesNotHaveDuplicates();
        assertThat(((Finding.Violated) wide).position()).isEqualTo(violated.position());
        assertThat(((Finding.Violated) wide).rank()).isEqualTo(violated.rank());
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 66, 130})
    void any_number_of_operations_may_be_open(int open) {
        List<String> lines = new ArrayList<>();
        for (int client = 1; client <= open; client++) {
            lines.add(client + " write " + client % 5 + " @1..20");
        }
        lines.add("0 read -> 3 @5..6");
        assertThat(decision("exact", lines.toArray(String[]::new)).finding()).isInstanceOf(Finding.Linearizable.class);
        lines.add("0 read -> 7 @7..8");
        assertThat(decision("exact", lines.toArray(String[]::new)).finding()).isInstanceOf(Finding.Violated.class);
    }

    private static String[] readers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i + " read -> nothing @1..2")
                .toArray(String[]::new);
    }

    @Test
    void more_than_4096_open_at_once_are_not_decided() {
        assertThat(decision("exact", readers(4096)).finding()).isInstanceOf(Finding.Linearizable.class);
        assertThat(decision("exact", readers(4097)).finding())
                .isEqualTo(new Finding.Undecided("key k has 4097 operations open at once; the limit is 4096; fewer"
                        + " unanswered operations, or more keys, may decide it"));
    }

    @Test
    void a_budget_that_is_spent_before_or_in_between_decides_nothing() {
        KeyHistory key = Findings.key("cas-register", SWAPPED_TWICE);
        Timeline timeline = Findings.timeline(key, "cas-register", Condition.DURABLE, SWAPPED_TWICE);
        Decision late = Engines.named("frontier", key).decision(key, timeline, new Budget(0, System::nanoTime));
        assertThat(late)
                .isEqualTo(new Decision(
                        new Finding.Undecided("the budget of 0 ms ran out; more time may decide it"),
                        "frontier",
                        "no special engine fits"));
        AtomicLong nanos = new AtomicLong();
        Budget soon = new Budget(2, () -> nanos.getAndAdd(1_000_000));
        Decision between = Engines.named("depth-first", key).decision(key, timeline, soon);
        assertThat(between.finding())
                .isEqualTo(new Finding.Undecided("the budget of 2 ms ran out; more time may decide it"));
    }

    @Test
    void little_memory_is_said_to_be_the_reason() {
        List<String> lines = new ArrayList<>();
        for (int client = 1; client <= 12; client++) {
            lines.add(client + " cas [" + client + " " + (client + 1) % 5 + "] @1..20");
            lines.add(client + 20 + " write " + client + " @1..20");
        }
        KeyHistory key = Findings.key("cas-register", lines.toArray(String[]::new));
        Budget small = new Budget(60_000, 1000, System::nanoTime);
        assertThat(Engines.named("exact", key).decide(key, Findings.unbounded(key), small))
                .isEqualTo(new Finding.Undecided("key k needs more than the 0 MB of memory that the search may take;"
                        + " more memory may decide it"));
        assertThat(small.reserve(1000)).as("all was given back").isTrue();
        small.release(1000);
        Finding wide = new WideSweep(key, Findings.unbounded(key), small, 24, Effort.EXACT).run();
        assertThat(wide).isInstanceOf(Finding.Undecided.class);
        assertThat(small.reserve(1000)).isTrue();
    }

    @Test
    void engines_are_known_by_name() {
        Engines.requireKnown("auto");
        Engines.requireKnown("chains");
        String message = "unknown engine magic; built are auto, zones, chains, queue-sweep, ";
        assertThatThrownBy(() -> Engines.requireKnown("magic"))
                .isInstanceOf(CheckException.class)
                .hasMessageStartingWith(message)
                .hasMessageEndingWith("frontier, relax, depth-first, exact");
        assertThatThrownBy(() -> decision("magic", "0 write 1 @1..2")).hasMessageStartingWith(message);
        assertThat(decision("auto", "0 write 1 @1..2", "0 cas [1 2] @3..4"))
                .isEqualTo(
                        new Decision(new Finding.Linearizable(), "chains", "no two operations leave the same value"));
        Decision given = decision("auto", "0 write 1 @1..2", "0 cas [1 2] -> REFUSED @3..4");
        assertThat(given.engine()).isEqualTo("frontier");
        assertThat(given.reason())
                .isEqualTo("chains gave up (a refused compare-and-set may need another order of the values), no special"
                        + " engine fits; an exact search over all configurations decided");
    }

    @Test
    void an_effort_says_how_much_it_keeps_and_visits() {
        assertThat(Effort.EXACT.visitedMax()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Effort.exact(256).visitedMax()).isEqualTo(2048);
        assertThat(Effort.witness(64).visitedMax()).isEqualTo(512);
        assertThat(Effort.relaxed(4096).visitedMax()).isEqualTo(4096);
        assertThat(Effort.witness(1).frugal()).isTrue();
        assertThat(Effort.exact(1).frugal()).isFalse();
        assertThat(Effort.relaxed(1).relaxed()).isTrue();
        assertThat(Effort.witness(1).relaxed()).isFalse();
        assertThat(Effort.exact(7).tooMany("x"))
                .isEqualTo(new Finding.Undecided("key x: the exact search followed all that it may, 7 configurations at"
                        + " once, and is not certain; the engine frontier or exact may decide it"));
        assertThat(((Finding.Undecided) Effort.relaxed(7).tooMany("x")).reason())
                .contains("the relaxed search");
    }

    @Test
    void what_a_search_took_of_the_memory_is_given_back_whatever_it_found() {
        List<String> lines = new ArrayList<>();
        for (int client = 1; client <= 9; client++) {
            lines.add(client + " write " + client + " @1..20");
            lines.add("20 read -> " + client + " @30..31");
        }
        KeyHistory key = Findings.key("cas-register", lines.toArray(String[]::new));
        Budget enough = new Budget(60_000, 10_000_000, System::nanoTime);
        assertThat(Engines.named("exact", key).decide(key, Findings.unbounded(key), enough))
                .isInstanceOf(Finding.Violated.class);
        assertThat(enough.reserve(10_000_000)).isTrue();
        enough.release(10_000_000);
        assertThat(new WideSweep(key, Findings.unbounded(key), enough, 10, Effort.EXACT).run())
                .isInstanceOf(Finding.Violated.class);
        assertThat(enough.reserve(10_000_000)).isTrue();
    }

    /** The third was invoked when the second returned, while the first, which both retire, still had its slot. */
    @Test
    void a_slot_that_is_used_again_is_not_retired_with_the_operation_that_had_it() {
        String[] lines = {"0 write 7 @1..", "cut @2..3", "0 write 1 @4..5", "0 cas [1 2] @5..9", "1 cas [99 5] @6..8"};
        KeyHistory key = Findings.key("cas-register", lines);
        Timeline timeline = Findings.timeline(key, "cas-register", Condition.RECOVERABLE, lines)
                .withSessionOrder(key, index -> index < 3 ? 0 : 1);
        assertThat(timeline.hasSessionOrder()).isTrue();
        assertThat(new WideSweep(key, timeline, Findings.budget(), 4, Effort.EXACT).run())
                .isInstanceOf(Finding.Violated.class);
        assertThat(Engines.named("exact", key).decide(key, timeline, Findings.budget()))
                .isInstanceOf(Finding.Violated.class);
    }

    @Test
    void a_pending_write_that_ends_sooner_does_not_stand_for_one_that_ends_later() {
        List<PowerCut> cuts = List.of(new PowerCut(0, 400, 400, 401, 401));
        KeyHistory key = Findings.key(
                "register",
                "0 write 1 @100..800",
                "1 write 1 @110..",
                "2 read -> 1 @120..300",
                "3 write 2 @600..650",
                "3 read -> 2 @660..670",
                "3 read -> 1 @700..790");
        Timeline timeline = Timeline.of(key, cuts, index -> index == 1 ? 500 : Operation.NEVER);

        assertThat(new WideSweep(key, timeline, Findings.budget(), timeline.openMax(), Effort.EXACT).run())
                .isInstanceOf(Finding.Linearizable.class);
        assertThat(Engines.named("exact", key).decide(key, timeline, Findings.budget()))
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void what_a_counted_operation_makes_possible_is_asked_again_when_another_was_added() {
        bothSearchesExplain(
                "cas-register",
                Condition.DURABLE,
                "0 write 5 @1..2",
                "1 write 1 @3..",
                "2 cas [8 9] @4..",
                "0 cas [5 6] @6..7",
                "3 cas [1 2] @8..",
                "0 read -> 2 @20..21");
    }

    @Test
    void what_auto_finds_is_what_its_engines_find() {
        KeyHistory key = Findings.key("register", "0 write 1 @1..2", "0 read -> 1 @3..4");
        Engine auto = Engines.named("auto", key);
        assertThat(auto.name()).isEqualTo("zones");
        assertThat(auto.suits()).isEqualTo(new ZonesEngine().suits()).isNotEmpty();
        assertThat(auto.applies(key)).isTrue();
        assertThat(auto.decide(key, Findings.unbounded(key), Findings.budget()))
                .isInstanceOf(Finding.Linearizable.class);
    }

    private static void bothSearchesExplain(String model, Condition condition, String... lines) {
        KeyHistory key = Findings.key(model, lines);
        Timeline timeline = Findings.timeline(key, model, condition, lines);
        assertThat(Engines.named("exact", key).decide(key, timeline, Findings.budget()))
                .isInstanceOf(Finding.Linearizable.class);
        assertThat(new WideSweep(key, timeline, Findings.budget(), timeline.openMax(), Effort.EXACT).run())
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void of_equal_calls_a_duty_does_not_wait_for_one_that_need_not_happen() {
        bothSearchesExplain(
                "cas-register",
                Condition.STRICT,
                "0 write 1 @1..2",
                "1 cas [1 2] @3..",
                "2 cas [1 2] @3..9",
                "3 read -> 2 @4..5",
                "cut @6..7",
                "3 read -> 2 @10..11");
    }

    /** After the cut the token is another value's. */
    @Test
    void what_a_crash_would_make_impossible_may_come_just_before_it() {
        bothSearchesExplain(
                "kv",
                Condition.DURABLE,
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "1 cas [b 7] -> STORED @5..30",
                "cut @8..9",
                "2 get -> b @10..11",
                "2 set c -> STORED @20..21",
                "2 gets -> [c 7] @22..23");
    }

    @Test
    void a_relaxed_search_is_not_certain_either_where_what_happened_twice_has_a_deadline() {
        String[] lines = {
            "0 write 1 @1..2",
            "1 cas [1 2] @3..",
            "0 read -> 2 @5..6",
            "0 write 1 @7..8",
            "0 read -> 2 @9..10",
            "cut @11..12"
        };
        assertThat(Findings.of("exact", "cas-register", Condition.STRICT, lines))
                .isInstanceOf(Finding.Violated.class);
        Finding relaxed = Findings.of("relax", "cas-register", Condition.STRICT, lines);
        assertThat(relaxed).isInstanceOf(Finding.Undecided.class);
        assertThat(((Finding.Undecided) relaxed).reason()).contains("more than once");
    }
}
