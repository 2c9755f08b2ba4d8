package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.histories.History;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {
    private static final long SEED = 3;

    @Test
    void a_register_of_unique_values_is_decided_by_zones_and_the_verdict_says_why() {
        Verdict verdict = check(HistoryGenerator.history(Workload.unique(4, 200, SEED)), "register", "auto");

        assertThat(verdict.engine()).isEqualTo("zones");
        assertThat(verdict.engineReason()).isEqualTo("zones: every written value is new");
    }

    @Test
    void a_history_that_fits_no_special_engine_is_decided_by_the_frontier() {
        Verdict verdict = check(HistoryGenerator.history(Workload.cas(4, 200, SEED)), "cas-register", "auto");

        assertThat(verdict.engine()).isEqualTo("frontier");
        assertThat(verdict.engineReason())
                .isEqualTo("frontier: no special engine fits; an exact search over all configurations decided");
    }

    @Test
    void where_a_special_engine_gives_up_the_verdict_names_the_frontier_that_decided() {
        RandomHistories histories = new RandomHistories(SEED, "queue", 0.1);
        Random random = new Random(SEED);
        int gaveUp = 0;
        for (int i = 0; i < 2000; i++) {
            Verdict verdict = check(histories.next(1 + random.nextInt(4), 8, random.nextInt(3)), "queue", "auto");
            if (verdict.engineReason().contains("queue-sweep gave up")) {
                gaveUp++;
                assertThat(verdict.engine()).isEqualTo("frontier");
                assertThat(verdict.answer(Condition.DURABLE)).isNotEqualTo(Answer.UNKNOWN);
            }
        }
        assertThat(gaveUp).isPositive();
    }

    @Test
    void an_engine_that_was_asked_for_decides_alone_and_is_unknown_where_it_is_not_certain() {
        History violation = HistoryGenerator.history(
                Workload.cas(4, 400, SEED).withCuts(2).withUniqueValues().withStaleRead());

        Verdict depthFirst = check(violation, "cas-register", "depth-first");
        Verdict exact = check(violation, "cas-register", "exact");

        assertThat(exact.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(exact.engine()).isEqualTo("exact");
        assertThat(depthFirst.answer(Condition.DURABLE)).isEqualTo(Answer.UNKNOWN);
        assertThat(depthFirst.reason()).isPresent();
    }

    private static Verdict check(History history, String model, String engine) {
        return new HistoryChecker()
                .check(history, new CheckRequest(model, List.of(Condition.DURABLE), 20_000, engine, false));
    }
}
