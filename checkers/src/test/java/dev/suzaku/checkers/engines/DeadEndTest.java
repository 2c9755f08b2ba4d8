package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.engines.DeadEnd.Configuration;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadEndTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = 20261128;

    private static Optional<DeadEnd> deadEnd(String model, Condition condition, String... lines) {
        KeyHistory key = Findings.key(model, lines);
        return DeadEnd.of(key, Findings.timeline(key, model, condition, lines), Findings.budget());
    }

    private static DeadEnd deadEnd(String model, String... lines) {
        return deadEnd(model, Condition.DURABLE, lines).orElseThrow();
    }

    @Test
    void shows_every_state_before_the_end_that_nothing_explains() {
        assertThat(deadEnd("register", "0 write 1 @1..2", "1 write 2 @1..2", "0 read -> nothing @3..4"))
                .isEqualTo(new DeadEnd(
                        2,
                        List.of(new Configuration(List.of(0, 1), "a value that nobody asked for")),
                        List.of("a value that nobody asked for")));
        DeadEnd read = deadEnd(
                "cas-register",
                "0 write 1 @1..2",
                "1 write 2 @1..2",
                "0 read -> 3 @3..4",
                "0 read -> 1 @5..6",
                "0 read -> 2 @5..6");
        assertThat(read.position()).isEqualTo(2);
        assertThat(read.possible()).containsExactlyInAnyOrder("1", "2");
        assertThat(read.last())
                .containsExactlyInAnyOrder(
                        new Configuration(List.of(1, 0), "1"), new Configuration(List.of(0, 1), "2"));
    }

    @ParameterizedTest
    @CsvSource({"kv, DURABLE", "cas-register, RECOVERABLE", "queue, DURABLE", "register, RECOVERABLE"})
    void there_is_one_exactly_where_the_exact_search_finds_a_violation(String model, Condition condition) {
        Random random = new Random(SEED);
        RandomHistories histories = new RandomHistories(SEED, model, 0.1);
        int found = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(9), random.nextInt(3));
            KeyHistory key = KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
            Timeline timeline = Findings.timeline(key, history, condition);
            Finding exact = Engines.named("exact", key).decide(key, timeline, Findings.budget());
            Optional<DeadEnd> end = DeadEnd.of(key, timeline, Findings.budget());
            assertThat(end.isPresent())
                    .as("history %d of seed %d: %s", i, SEED, history.operations())
                    .isEqualTo(exact instanceof Finding.Violated);
            if (condition == Condition.DURABLE && exact instanceof Finding.Violated violated) {
                assertThat(end.orElseThrow().position()).isEqualTo(violated.position());
            }
            found += end.isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(HISTORIES / 20, HISTORIES * 9 / 10);
    }

    @Test
    void there_is_none_where_an_order_explains_everything() {
        assertThat(deadEnd("register", Condition.DURABLE, "0 write 1 @1..3", "1 read -> 1 @2..4", "cut @3..4"))
                .isEmpty();
    }

    @Test
    void shows_of_each_state_the_configuration_that_linearized_most() {
        DeadEnd end = deadEnd(
                "register",
                "0 write 1 @1..",
                "1 write 1 @1..",
                "1 read -> 1 @2..3",
                "2 read -> 9 @4..5",
                "3 read -> nothing @4..5");
        assertThat(end.position()).isEqualTo(3);
        assertThat(end.last().get(0).state()).isEqualTo("1");
        assertThat(end.last().get(0).order()).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(end.possible()).containsExactly("1");
    }

    @Test
    void an_operation_that_a_crash_retired_cannot_come_after_it() {
        String[] lines = {"0 write 1 @1..", "cut @2..3", "1 read -> nothing @4..5", "1 read -> 1 @6..7"};
        DeadEnd strict = deadEnd("register", Condition.STRICT, lines).orElseThrow();
        assertThat(strict.position()).isEqualTo(2);
        assertThat(strict.possible()).containsExactly("nothing");
        assertThat(deadEnd("register", Condition.DURABLE, lines)).isEmpty();
    }

    @Test
    void a_crash_changes_calls_and_states() {
        String[] lines = {
            "0 set a -> STORED @1..2",
            "0 gets -> [a 7] @3..4",
            "cut @5..6",
            "0 gets -> [a 7] @7..8",
            "0 get -> b @9..10"
        };
        DeadEnd end = deadEnd("kv", lines);
        assertThat(end.position()).isEqualTo(3);
        assertThat(end.possible()).containsExactly("a");
        String[] within = {
            "0 set a -> STORED @1..2",
            "0 gets -> [a 7] @3..4",
            "0 set a -> STORED @5..6",
            "0 gets -> [a 7] @7..8",
            "0 gets -> [a 8] @9..10"
        };
        assertThat(deadEnd("kv", within).position()).isEqualTo(3);
    }

    @Test
    void an_order_of_sessions_is_kept() {
        String[] lines = {"0 write 1 @1..", "cut @2..3", "0 read -> nothing @4..5", "1 read -> 1 @6..7"};
        KeyHistory key = Findings.key("register", lines);
        Timeline timeline = Findings.timeline(key, "register", Condition.RECOVERABLE, lines);
        Timeline ordered = timeline.withSessionOrder(key, index -> index == 2 ? 1 : 0);
        assertThat(DeadEnd.of(key, timeline, Findings.budget())).isEmpty();
        assertThat(DeadEnd.of(key, ordered, Findings.budget()).orElseThrow().position())
                .isEqualTo(2);
        Timeline other = timeline.withSessionOrder(key, index -> index);
        assertThat(DeadEnd.of(key, other, Findings.budget())).isEmpty();
    }

    @Test
    void of_too_many_operations_or_orders_nothing_is_shown() {
        String[] many = IntStream.rangeClosed(1, DeadEnd.OPERATIONS_MAX)
                .mapToObj(i -> "0 read -> 9 @" + i + ".." + i)
                .toArray(String[]::new);
        assertThat(deadEnd("register", Condition.DURABLE, many)).isPresent();
        String[] more = IntStream.rangeClosed(1, DeadEnd.OPERATIONS_MAX + 1)
                .mapToObj(i -> "0 read -> 9 @" + i + ".." + i)
                .toArray(String[]::new);
        assertThat(deadEnd("register", Condition.DURABLE, more)).isEmpty();
        String[] wide = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> i + " write " + i + " @1..2")
                .toArray(String[]::new);
        wide[19] = "20 read -> 99 @3..4";
        assertThat(deadEnd("register", Condition.DURABLE, wide)).isEmpty();
    }
}
