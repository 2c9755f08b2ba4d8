package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TakenBeforeTest {
    private static final long SEED = 20261128;

    @Test
    void agrees_with_a_comparison_of_everything_with_everything() {
        Random random = new Random(SEED);
        RandomHistories histories = new RandomHistories(SEED, "stack", 0);
        int compared = 0;
        int wanted = 0;
        for (int i = 0; i < 400; i++) {
            History history = histories.next(1 + random.nextInt(6), 10 + random.nextInt(60), random.nextInt(3));
            KeyHistory key = KeyHistory.of("k", Models.named("stack"), history.operations(), history.cuts());
            if (!Passages.distinct(key)) {
                continue;
            }
            Passages passages = Passages.of(key, Findings.unbounded(key));
            if (passages.follow().isPresent()) {
                continue;
            }
            List<Passage> untaken = new ArrayList<>(passages.all());
            untaken.removeIf(Passage::taken);
            Collections.shuffle(untaken, random);
            List<Passage> taken = passages.all().stream().filter(Passage::taken).toList();
            int[] ranks = TakenBefore.ranks(untaken, taken, passages.empties());
            for (int value = 0; value < ranks.length; value++) {
                assertThat(ranks[value])
                        .as("history %d of seed %d, value %d", i, SEED, value)
                        .isEqualTo(naive(untaken.get(value), taken, passages.empties()));
                wanted += ranks[value] == Timeline.NEVER ? 0 : 1;
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(wanted).isBetween(compared / 50, compared * 9 / 10);
    }

    private static int naive(Passage passage, List<Passage> taken, List<Passages.Empty> empties) {
        int before = Timeline.NEVER;
        for (Passage below : taken) {
            boolean under = below.putEnd < passage.putInvoke && passage.putEnd < below.takeInvoke();
            before = under ? Math.min(before, below.takeEnd()) : before;
        }
        for (Passages.Empty empty : empties) {
            before = passage.putEnd < empty.invoke() ? Math.min(before, empty.end()) : before;
        }
        return before;
    }
}
