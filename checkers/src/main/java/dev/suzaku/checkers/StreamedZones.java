package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.engines.UniqueValues;
import dev.suzaku.checkers.engines.Zones;
import dev.suzaku.checkers.models.GrowingRegister;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.HistorySegments;
import dev.suzaku.histories.HistorySegments.Segment;
import java.util.Optional;

/**
 * Zones of one register of a history that is read a segment at a time; some 100 bytes for each different value. Used by
 * one thread.
 */
final class StreamedZones {
    private final StreamedKey key;
    private final Model model;

    StreamedZones(StreamedKey key, Model model) {
        this.key = key;
        this.model = model;
    }

    /**
     * What was found.
     *
     * @param why it was not decided
     * @param conflict operations, by their positions in the history, that no order explains; empty when there is an order
     */
    record Outcome(Optional<String> why, Optional<Zones.Conflict> conflict) {
        static Outcome undecided(String why) {
            return new Outcome(Optional.of(why), Optional.empty());
        }
    }

    /** Reads the history once. @param condition one that does not ask for sessions */
    Outcome decide(Condition condition, End end, Budget budget) {
        GrowingRegister register = GrowingRegister.of(model);
        UniqueValues written = new UniqueValues();
        Zones zones = new Zones(16);
        try (HistorySegments segments = key.segments()) {
            for (Optional<Segment> next = segments.next(); next.isPresent(); next = segments.next()) {
                Segment segment = next.get();
                KeyHistory history = KeyHistory.of(
                        key.name(), register, segment.columns(), StreamedKey.newRows(segment), key.cuts());
                if (!written.addAll(history)) {
                    return Outcome.undecided(KeyHistory.inWords(key.name()) + " has " + key.size()
                            + " operations, more than fit into memory, and"
                            + " can be streamed only if it is just read and"
                            + " written, each value once; more memory may"
                            + " decide it");
                }
                Deadlines deadlines = Deadlines.ofSome(segment.columns(), key.cuts(), row -> row);
                Timeline timeline = Timeline.of(history, key.cuts(), deadlines.at(condition, end));
                zones.add(history, timeline, position -> segment.index(history.index(position)));
                Optional<String> spent = budget.whySpent();
                if (spent.isPresent()) {
                    return Outcome.undecided(spent.get());
                }
            }
        } catch (HistorySegments.HeldBackException e) {
            return Outcome.undecided(e.getMessage());
        }
        return new Outcome(Optional.empty(), zones.conflict());
    }
}
