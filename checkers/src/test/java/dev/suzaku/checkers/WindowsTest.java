package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both windows against the least one that brute force finds. */
class WindowsTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.windows.histories", 400);
    private static final long SEED = Long.getLong("suzaku.windows.seed", 20261126);
    private static final int OPERATIONS = 7;
    private static final long WINDOW_MAX = 60;

    @ParameterizedTest
    @ValueSource(strings = {"register", "cas-register", "kv", "queue", "set", "counter"})
    void the_windows_are_the_least_that_explain_the_history(String model) {
        System.out.println("windows: model " + model + ", seed " + SEED + ", " + HISTORIES + " histories");
        Random random = new Random(SEED);
        int late = 0;
        int lost = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = inPositions(next(random, model));
            Verdict verdict = new HistoryChecker().check(history, CheckRequest.all(model));
            String which = "history " + i + " of seed " + SEED + ": " + BruteForceAgreementTest.lines(history);
            Optional<Long> lateEffect = lateEffectWindow(history, verdict, model);
            assertThat(verdict.lateEffectWindow().map(LateEffectWindow::atLeastNanos))
                    .as(which)
                    .isEqualTo(lateEffect);
            assertThat(verdict.lateEffectWindow().map(LateEffectWindow::atMostNanos))
                    .as(which)
                    .isEqualTo(lateEffect);
            Optional<Long> loss = lossWindow(history, verdict, model);
            assertThat(verdict.lossWindow().map(LossWindow::atLeastNanos))
                    .as(which)
                    .isEqualTo(loss);
            assertThat(verdict.lossWindow().map(LossWindow::atMostNanos))
                    .as(which)
                    .isEqualTo(loss);
            late += lateEffect.filter(window -> window > 0).isPresent() ? 1 : 0;
            lost += loss.filter(window -> window > 0).isPresent() ? 1 : 0;
        }
        System.out.println("  late effects in " + late + ", losses in " + lost);
        assertThat(late).isGreaterThan(HISTORIES / 200);
        assertThat(lost).isGreaterThan(HISTORIES / 200);
    }

    private static History next(Random random, String model) {
        return new RandomHistories(random.nextLong(), model, 0)
                .losing(random.nextInt(4) == 0 ? 1 : 0)
                .next(3, OPERATIONS, 1 + random.nextInt(2));
    }

    private static Optional<Long> lateEffectWindow(History history, Verdict verdict, String model) {
        return history.cuts().isEmpty() || verdict.answer(Condition.DURABLE) != Answer.VALID
                ? Optional.empty()
                : Optional.of(least(window -> explainedAfterReady(history, model, window)));
    }

    private static boolean explainedAfterReady(History history, String model, long window) {
        BruteForceOrders search = new BruteForceOrders(model);
        for (Operation operation : BruteForce.onObjects(history)) {
            boolean answered = operation.outcome() == Outcome.OK;
            long deadline = BruteForce.cutWhileOpen(operation, history.cuts())
                    .map(cut -> cut.readyLatestNanos() + window)
                    .orElse(Operation.NEVER);
            search.add(operation, answered, deadline);
        }
        history.cuts().forEach(cut -> search.addCrash(cut.crashLatestNanos()));
        return search.explains();
    }

    private static Optional<Long> lossWindow(History history, Verdict verdict, String model) {
        if (history.cuts().isEmpty()) {
            return Optional.empty();
        }
        if (verdict.answer(Condition.DURABLE) == Answer.VALID) {
            return Optional.of(0L);
        }
        if (verdict.answer(Condition.BUFFERED_PREFIX) == Answer.VALID) {
            return Optional.of(least(window -> new BruteForcePrefix(history, model, window).explains()));
        }
        return verdict.answer(Condition.BUFFERED_CUT) == Answer.VALID
                ? Optional.of(least(window -> new BruteForceCut(history, model, window).explains()))
                : Optional.empty();
    }

    private static long least(LongPredicate explains) {
        for (long window = 0; window < WINDOW_MAX; window++) {
            if (explains.test(window)) {
                return window;
            }
        }
        throw new AssertionError("no window explains a history that some window must explain");
    }

    /** The same history with times that count events, so that windows are exact. */
    private static History inPositions(History history) {
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("time", "positions of events, not nanoseconds");
        HistoryHeader header = new HistoryHeader(HistoryHeader.CURRENT_VERSION, "positions", "", 0, notes);
        List<PowerCut> cuts = history.cuts();
        return new History(header, history.operations(), cuts, true);
    }
}
