package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.Finding;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Section;
import dev.suzaku.checkers.engines.SectionedFrontier;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.models.GrowingRegister;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.StatesExhaustedException;
import dev.suzaku.histories.HistorySegments;
import dev.suzaku.histories.HistorySegments.Segment;
import dev.suzaku.histories.OperationColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The frontier's searches over one register of a history that is read a segment at a time: in memory are a segment, what is
 * open, and some 100 to 150 bytes for each different value. Used by one thread.
 */
final class StreamedFrontier {
    private final StreamedKey key;
    private final GrowingRegister register;
    private final Budget budget;

    StreamedFrontier(StreamedKey key, Model model, Budget budget) {
        this.key = key;
        this.register = GrowingRegister.of(model);
        this.budget = budget;
    }

    /**
     * What was found.
     *
     * @param why it was not decided
     * @param failing the operation, by its position in the history, at whose end nothing explains everything so far
     * @param possible what the object may have held before
     */
    record Outcome(Optional<String> why, Optional<Integer> failing, List<String> possible) {
        static Outcome undecided(String why) {
            return new Outcome(Optional.of(why), Optional.empty(), List.of());
        }
    }

    /**
     * Reads the history once for each search, until one is certain.
     *
     * @param condition one that does not ask for sessions
     */
    Outcome decide(Condition condition, End end) {
        try {
            Map<Integer, Integer> pending = new HashMap<>();
            if (!key.survey().unanswered().isEmpty()) {
                read(condition, end, section -> {
                    SectionedFrontier.countPending(section, pending);
                    return Optional.empty();
                });
            }
            Outcome outcome = Outcome.undecided("nothing was tried");
            for (int search = 0; search < SectionedFrontier.searches(); search++) {
                outcome = search(search, pending, condition, end);
                if (outcome.why().isEmpty() || budget.whySpent().isPresent()) {
                    return outcome;
                }
            }
            return outcome;
        } catch (HistorySegments.HeldBackException | StatesExhaustedException e) {
            return Outcome.undecided(e.getMessage());
        } catch (OutOfMemoryError e) {
            return Outcome.undecided(
                    KeyHistory.inWords(key.name()) + " has more different values than fit into the heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MB; more memory may decide it");
        }
    }

    private Outcome search(int number, Map<Integer, Integer> pending, Condition condition, End end) {
        try (SectionedFrontier frontier = new SectionedFrontier(number, key.name(), register, pending, budget)) {
            Optional<Outcome> ended =
                    read(condition, end, section -> frontier.add(section).map(finding -> outcome(finding, section)));
            return ended.orElseGet(() -> frontier.finish() instanceof Finding.Undecided undecided
                    ? Outcome.undecided(undecided.reason())
                    : new Outcome(Optional.empty(), Optional.empty(), List.of()));
        }
    }

    private static Outcome outcome(Finding finding, Section section) {
        return finding instanceof Finding.Violated violated
                ? new Outcome(Optional.empty(), Optional.of(section.number(violated.position())), violated.possible())
                : Outcome.undecided(((Finding.Undecided) finding).reason());
    }

    /** Gives the sections one after the other, until there is an outcome. */
    private Optional<Outcome> read(Condition condition, End end, Function<Section, Optional<Outcome>> each) {
        try (HistorySegments segments = key.segments()) {
            for (Optional<Segment> next = segments.next(); next.isPresent(); next = segments.next()) {
                Optional<Outcome> outcome = each.apply(section(next.get(), condition, end));
                Optional<String> spent = budget.whySpent();
                if (outcome.isPresent() || spent.isPresent()) {
                    return outcome.or(() -> spent.map(Outcome::undecided));
                }
            }
        }
        return Optional.empty();
    }

    private Section section(Segment segment, Condition condition, End end) {
        OperationColumns columns = segment.columns();
        int[] rows = IntStream.range(0, segment.size())
                .filter(row -> TargetOperations.onObject(columns.vocabulary().function(columns.function(row))))
                .toArray();
        KeyHistory history = KeyHistory.of(key.name(), register, columns, rows, key.cuts());
        Deadlines deadlines = Deadlines.ofSome(columns, key.cuts(), row -> row);
        Timeline timeline = Timeline.of(history, key.cuts(), deadlines.at(condition, end));
        int[] numbers = new int[history.size()];
        Arrays.setAll(numbers, position -> segment.index(history.index(position)));
        int carried = 0;
        while (carried < history.size() && history.index(carried) < segment.carried()) {
            carried++;
        }
        return new Section(history, timeline, carried, numbers, key.cuts(), segment.untilNanos());
    }
}
