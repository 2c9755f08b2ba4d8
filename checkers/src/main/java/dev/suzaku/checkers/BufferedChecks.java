package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.eras.SurvivorFinding;
import dev.suzaku.checkers.eras.SurvivorSearch;
import dev.suzaku.checkers.eras.SurvivorSearch.Survivors;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Checks a history that was cut for the buffered conditions. These are neither laxer nor stricter the earlier a crash is
 * taken to have happened, so an answer is given when it is the same with all crashes at their earliest and at their
 * latest instants, and UNKNOWN else.
 */
final class BufferedChecks {
    private final Model model;
    private final History history;
    private final List<Operation> operations;
    private final List<Operation> syncs;
    private final Optional<String> suspect;
    private final Budget budget;
    private Optional<String> reason = Optional.empty();

    /** @param suspect an object that is not durable */
    BufferedChecks(Model model, History history, Optional<String> suspect, Budget budget) {
        this.suspect = suspect;
        this.model = model;
        this.history = history;
        this.budget = budget;
        this.operations =
                history.operations().stream().filter(TargetOperations::onObject).toList();
        this.syncs = history.operations().stream()
                .filter(operation -> operation.function().equals(TargetOperations.SYNC))
                .toList();
    }

    static Survivors survivors(Condition condition) {
        return condition == Condition.BUFFERED_PREFIX ? Survivors.PREFIX : Survivors.CUT;
    }

    Answer check(Condition condition) {
        SurvivorFinding latest = decide(condition, crashes(PowerCut::crashLatestNanos), nothingMust());
        if (latest instanceof SurvivorFinding.Undecided undecided) {
            reason = Optional.of(undecided.reason());
            return Answer.UNKNOWN;
        }
        Answer answer = latest instanceof SurvivorFinding.Explained ? Answer.VALID : Answer.INVALID;
        long[] earliest = crashes(PowerCut::crashEarliestNanos);
        if (Arrays.equals(earliest, crashes(PowerCut::crashLatestNanos))) {
            return answer;
        }
        SurvivorFinding other = decide(condition, earliest, nothingMust());
        boolean same = other instanceof SurvivorFinding.Explained == (answer == Answer.VALID);
        if (other instanceof SurvivorFinding.Undecided undecided) {
            reason = Optional.of(undecided.reason());
            return Answer.UNKNOWN;
        }
        if (!same) {
            reason = Optional.of("whether the history is " + condition.id()
                    + " depends on when exactly, within the known interval, a power cut happened");
            return Answer.UNKNOWN;
        }
        return answer;
    }

    /** Why the last answer was UNKNOWN. */
    Optional<String> reason() {
        return reason;
    }

    /** The least window under a condition that holds, by bisection: a longer window allows no less. */
    LossWindow lossWindow(Condition condition) {
        long[] crashes = crashes(PowerCut::crashLatestNanos);
        long low = 0;
        long high = 1;
        for (int cut = 0; cut < crashes.length; cut++) {
            long begin = cut == 0
                    ? (operations.isEmpty() ? crashes[0] : operations.get(0).invokeNanos())
                    : crashes[cut - 1];
            high = Math.max(high, crashes[cut] - begin + 1);
        }
        if (explains(condition, crashes, 0) instanceof SurvivorFinding.Explained) {
            return LossWindow.NONE;
        }
        long failed = 0;
        boolean undecided = false;
        while (high - low > LossWindow.PRECISION_NANOS
                || high - low > 1 && history.header().timesArePositions()) {
            long middle = low + (high - low) / 2;
            SurvivorFinding finding = explains(condition, crashes, middle);
            if (finding instanceof SurvivorFinding.Explained) {
                high = middle;
            } else {
                low = middle;
                undecided |= finding instanceof SurvivorFinding.Undecided;
                failed = finding instanceof SurvivorFinding.Unexplained ? middle : failed;
            }
        }
        return new LossWindow(undecided ? failed : high, high);
    }

    private SurvivorFinding explains(Condition condition, long[] crashes, long windowNanos) {
        return decide(
                condition,
                crashes,
                Arrays.stream(crashes).map(crash -> crash - windowNanos).toArray());
    }

    private SurvivorFinding decide(Condition condition, long[] crashes, long[] earliest) {
        return new SurvivorSearch(
                        survivors(condition), model, history, operations, syncs, suspect, crashes, earliest, budget)
                .decide();
    }

    private long[] nothingMust() {
        long[] earliest = new long[history.cuts().size()];
        Arrays.fill(earliest, Long.MIN_VALUE);
        return earliest;
    }

    private long[] crashes(ToLongFunction<PowerCut> instant) {
        return history.cuts().stream().mapToLong(instant).toArray();
    }
}
