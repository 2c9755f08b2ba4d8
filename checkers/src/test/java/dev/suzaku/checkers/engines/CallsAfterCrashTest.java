package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.BruteForce;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compare-and-sets of a key-value store that are open at a cut: their tokens are those of no value any more, so that from
 * then on only their values tell them apart, and they are counted.
 */
class CallsAfterCrashTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500);
    private static final long SEED = 20261129;

    @Test
    void searches_agree_with_brute_force() {
        Random random = new Random(SEED);
        int violated = 0;
        for (int i = 0; i < HISTORIES; i++) {
            String[] lines = lines(random);
            History history = HistoryLines.of("kv", lines);
            boolean expected = BruteForce.linearizable(history.operations(), history.cuts(), Condition.DURABLE, "kv");
            violated += expected ? 0 : 1;
            KeyHistory key = Findings.key("kv", lines);
            Timeline timeline = Findings.timeline(key, "kv", Condition.DURABLE, lines);
            assertThat(
                            Engines.named("exact", key).decide(key, timeline, Findings.budget())
                                    instanceof Finding.Linearizable)
                    .as("history %d of seed %d: %s", i, SEED, List.of(lines))
                    .isEqualTo(expected);
            assertThat(DeadEnd.of(key, timeline, Findings.budget()).isEmpty())
                    .as("dead end, history %d of seed %d: %s", i, SEED, List.of(lines))
                    .isEqualTo(expected);
            WideSweep wide = new WideSweep(key, timeline, Findings.budget(), timeline.openMax(), Effort.EXACT);
            assertThat(wide.run() instanceof Finding.Linearizable)
                    .as("wide, history %d of seed %d: %s", i, SEED, List.of(lines))
                    .isEqualTo(expected);
        }
        assertThat(violated).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    }

    /** Its token is that of another value after the cut, so that it can only have taken effect before. */
    @Test
    void one_whose_token_is_given_again_after_the_cut_is_tried_before_it() {
        bothSearchesExplain(
                "0 set a -> STORED @1..2",
                "0 gets -> [a 7] @3..4",
                "1 cas [b 7] @5..",
                "cut @8..9",
                "2 get -> b @10..11",
                "2 set c -> STORED @12..13",
                "2 gets -> [c 7] @14..15");
    }

    @Test
    void one_that_is_counted_since_an_earlier_cut_is_tried_before_the_next() {
        bothSearchesExplain(
                "0 set a -> STORED @1..2",
                "1 cas [b 7] @3..",
                "cut @4..5",
                "0 gets -> [a 7] @6..7",
                "cut @8..9",
                "2 get -> b @10..11",
                "2 set c -> STORED @12..13",
                "2 gets -> [c 7] @14..15");
    }

    @Test
    void one_whose_token_the_value_is_known_not_to_have_does_not_replace_it() {
        String[] lines = {
            "0 set a -> STORED @1..2",
            "1 cas [b 7] @3..",
            "cut @4..5",
            "2 cas [x 7] -> EXISTS @10..11",
            "2 get -> a @12..13",
            "2 get -> b @14..15"
        };
        History history = HistoryLines.of("kv", lines);
        assertThat(BruteForce.linearizable(history.operations(), history.cuts(), Condition.DURABLE, "kv"))
                .isFalse();
        assertThat(Findings.of("exact", "kv", lines)).isInstanceOf(Finding.Violated.class);
    }

    private static void bothSearchesExplain(String... lines) {
        History history = HistoryLines.of("kv", lines);
        assertThat(BruteForce.linearizable(history.operations(), history.cuts(), Condition.DURABLE, "kv"))
                .isTrue();
        KeyHistory key = Findings.key("kv", lines);
        Timeline timeline = Findings.timeline(key, "kv", Condition.DURABLE, lines);
        assertThat(Engines.named("exact", key).decide(key, timeline, Findings.budget()))
                .isInstanceOf(Finding.Linearizable.class);
        assertThat(new WideSweep(key, timeline, Findings.budget(), timeline.openMax(), Effort.EXACT).run())
                .isInstanceOf(Finding.Linearizable.class);
        assertThat(DeadEnd.of(key, timeline, Findings.budget())).isEmpty();
    }

    private static String[] lines(Random random) {
        List<String> lines = new ArrayList<>(List.of("0 set a -> STORED @1..2", "cut @20..21"));
        int cas = 1 + random.nextInt(3);
        for (int i = 0; i < cas; i++) {
            boolean read = i == 0 && random.nextBoolean();
            if (read) {
                lines.add("9 gets -> [a " + (100 + i) + "] @3..4");
            }
            String value = random.nextInt(3) == 0 ? "c" : "b";
            lines.add((1 + i) + " cas [" + value + " " + (100 + i) + "] @" + (5 + random.nextInt(10)) + "..");
        }
        int time = random.nextInt(3) == 0 ? 10 : 22;
        int after = 1 + random.nextInt(5 - cas);
        for (int i = 0; i < after; i++) {
            boolean set = random.nextInt(3) == 0;
            String value = random.nextInt(3) == 0 ? "c" : "b";
            lines.add("8 " + (set ? "set a -> STORED" : "get -> " + value) + " @" + time + ".." + (time + 1));
            time = time < 20 ? 22 : time + 2;
        }
        return lines.toArray(String[]::new);
    }
}
