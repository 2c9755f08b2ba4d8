package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideSweepTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = 20261128;
    private static final int BESIDE = 70;

    /** So many operations are open beside them from the beginning that those that matter lie in the second word of each mask. */
    @ParameterizedTest
    @CsvSource({"register, DURABLE", "register, STRICT", "register, RECOVERABLE", "cas-register, RECOVERABLE"})
    void what_is_open_beside_makes_no_difference(String model, Condition condition) {
        Random random = new Random(SEED);
        RandomHistories histories = new RandomHistories(SEED, model, 0.1);
        int violated = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(5), 1 + random.nextInt(12), random.nextInt(3));
            Finding alone = exact(model, history, condition);
            violated += alone instanceof Finding.Violated ? 1 : 0;
            assertThat(wide(model, beside(history, model), condition, Effort.EXACT)
                            .run())
                    .as("history %d of seed %d: %s", i, SEED, history.operations())
                    .isInstanceOf(alone.getClass());
        }
        assertThat(violated).isBetween(HISTORIES / 20, HISTORIES * 9 / 10);
    }

    /** Pending operations whose effect nobody can see: nobody reads those values, and nobody wrote what is compared. */
    private static History beside(History history, String model) {
        List<Operation> all = new ArrayList<>();
        for (int i = 0; i < BESIDE; i++) {
            Value argument = model.equals("register")
                    ? Value.of(1000 + i)
                    : Value.sequence(Value.of(1000 + i), Value.of(2000 + i));
            String function = model.equals("register") ? "write" : "cas";
            all.add(new Operation(
                    i, 1000 + i, 0, function, "k", argument, Value.NOTHING, Outcome.INFO, -1, Operation.NEVER));
        }
        history.operations().forEach(each -> all.add(each.numbered(all.size())));
        return new History(history.header(), all, history.cuts(), true);
    }

    /** A rule that prunes the search, if it were missing, would show here and nowhere else. */
    @ParameterizedTest
    @CsvSource({
        "register, RECOVERABLE, 1298, false",
        "cas-register, RECOVERABLE, 1460, false",
        "cas-register, DURABLE, 1189, false",
        "register, RECOVERABLE, 1298, true",
        "cas-register, DURABLE, 1189, true"
    })
    void how_much_is_looked_at(String model, Condition condition, long stepsMax, boolean beside) {
        long steps = 0;
        RandomHistories histories = new RandomHistories(SEED, model, 0);
        for (int i = 0; i < 50; i++) {
            History history = histories.next(6, 40, 2);
            WideSweep sweep = wide(model, beside ? beside(history, model) : history, condition, Effort.EXACT);
            sweep.run();
            steps += sweep.steps();
        }
        assertThat(steps).isPositive().isLessThanOrEqualTo(stepsMax);
    }

    @Test
    void how_much_a_long_history_costs() {
        History history = HistoryGenerator.history(Workload.cas(10, 1500, SEED));
        WideSweep sweep = wide("cas-register", history, Condition.DURABLE, Effort.EXACT);
        assertThat(sweep.run()).isInstanceOf(Finding.Linearizable.class);
        assertThat(sweep.steps()).isPositive().isLessThanOrEqualTo(10162);
    }

    @Test
    void a_search_for_a_witness_drops_configurations_and_is_not_certain_of_violations() {
        long steps = 0;
        int undecided = 0;
        for (long seed = SEED; seed < SEED + 20; seed++) {
            Workload workload = Workload.cas(4, 200, seed).withCuts(2).withStaleRead();
            WideSweep some =
                    wide("cas-register", HistoryGenerator.history(workload), Condition.DURABLE, Effort.witness(2));
            Finding finding = some.run();
            assertThat(finding).isNotInstanceOf(Finding.Violated.class);
            undecided += finding instanceof Finding.Undecided ? 1 : 0;
            steps += some.steps();
        }
        assertThat(undecided).isGreaterThan(10);
        assertThat(steps).isPositive().isLessThanOrEqualTo(1483);
    }

    @Test
    void what_is_not_certain_is_undecided_with_the_number_that_was_followed() {
        History history = HistoryGenerator.history(Workload.cas(8, 600, SEED).withCuts(6));
        for (Effort effort : List.of(Effort.exact(4), Effort.relaxed(4))) {
            assertThat(wide("cas-register", history, Condition.DURABLE, effort).run())
                    .isInstanceOfSatisfying(
                            Finding.Undecided.class,
                            undecided -> assertThat(undecided.reason()).contains("4 configurations at once"));
        }
    }

    @Test
    void of_equal_pending_writes_the_one_that_ends_sooner_is_used_first_wherever_it_lies() {
        History history = HistoryLines.of("register", "0 write 1 @1..", "1 write 1 @2..", "2 read -> 1 @3..10");
        KeyHistory key = key("register", history);
        List<PowerCut> cuts = List.of(new PowerCut(0, 20, 20, 21, 21));
        Timeline timeline = Timeline.of(key, cuts, index -> index == 1 ? 30 : Operation.NEVER);
        assertThat(new WideSweep(key, timeline, Findings.budget(), 4, Effort.EXACT).run())
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    void a_relaxed_search_lets_a_pending_write_happen_at_its_end_too() {
        History history = HistoryLines.of("register", "0 write 1 @1..", "1 read -> 1 @4..20");
        KeyHistory key = key("register", history);
        List<PowerCut> cuts = List.of(new PowerCut(0, 3, 3, 3, 3));
        Timeline timeline = Timeline.of(key, cuts, index -> index == 0 ? 5 : Operation.NEVER);
        assertThat(new WideSweep(key, timeline, Findings.budget(), 4, Effort.relaxed(100)).run())
                .isNotInstanceOf(Finding.Violated.class);
    }

    /** It retires a pending write of its session, so that it cannot be thought hidden behind the other one. */
    @Test
    void a_write_in_the_order_of_its_session_may_come_before_one_that_ends_sooner() {
        History history = HistoryLines.of(
                "register",
                "0 write 9 @1..",
                "cut @2..3",
                "0 write 1 @10..30",
                "1 write 2 @12..20",
                "1 read -> 2 @40..41",
                "2 read -> 9 @50..51");
        for (int ends :
                new int[] {history.operations().size() - 1, history.operations().size()}) {
            History part = new History(history.header(), history.operations().subList(0, ends), history.cuts(), true);
            Finding finding =
                    wide("register", part, Condition.RECOVERABLE, Effort.EXACT).run();
            assertThat(finding)
                    .isInstanceOf(exact("register", part, Condition.RECOVERABLE).getClass());
            assertThat(finding instanceof Finding.Linearizable)
                    .isEqualTo(ends < history.operations().size());
        }
    }

    @Test
    void a_violation_tells_what_the_object_may_have_held() {
        History history = HistoryLines.of(
                "register",
                "0 write 1 @1..2",
                "1 read -> 1 @3..4",
                "0 write 2 @5..6",
                "1 read -> 2 @7..8",
                "0 read -> 1 @9..10");
        Finding finding =
                wide("register", history, Condition.DURABLE, Effort.EXACT).run();
        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Violated.class,
                        violated -> assertThat(violated.possible()).containsExactly("2"));
    }

    @Test
    void without_time_it_is_undecided() {
        History history = HistoryGenerator.history(Workload.cas(30, 3000, SEED).withCuts(3));
        KeyHistory key = key("cas-register", history);
        Timeline timeline = Findings.unbounded(key);
        Budget spent = new Budget(1, () -> System.nanoTime() * 1_000);
        assertThat(new WideSweep(key, timeline, spent, timeline.openMax(), Effort.EXACT).run())
                .isInstanceOf(Finding.Undecided.class);
    }

    private static Finding exact(String model, History history, Condition condition) {
        KeyHistory key = key(model, history);
        return Engines.named("exact", key).decide(key, Findings.timeline(key, history, condition), Findings.budget());
    }

    private static WideSweep wide(String model, History history, Condition condition, Effort effort) {
        KeyHistory key = key(model, history);
        Timeline timeline = Findings.timeline(key, history, condition);
        return new WideSweep(key, timeline, Findings.budget(), timeline.openMax(), effort);
    }

    private static KeyHistory key(String model, History history) {
        return KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
    }
}
