package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Budget;
import dev.suzaku.checkers.engines.Deadlines;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.engines.KeyHistory;
import dev.suzaku.checkers.engines.Timeline;
import dev.suzaku.checkers.engines.Zones;
import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks one register of a history that is read a segment at a time, by zones where its values are all different, else by
 * the frontier. Used by one thread.
 */
final class StreamedRegister {
    private static final String AUTO = "auto";
    private static final String ZONES = "zones";
    private static final String FRONTIER = "frontier";

    /** What may be asked for. */
    static final List<String> ENGINES = List.of(AUTO, ZONES, FRONTIER);

    private final StreamedKey key;
    private final Model model;
    private final StreamedZones zones;
    private final StreamedFrontier frontier;
    private final Budget budget;
    private final Set<String> engines = new TreeSet<>();
    private final boolean frontierToo;
    private boolean tryZones;

    /** @param engine one of {@link #ENGINES} */
    StreamedRegister(StreamedKey key, Model model, String engine, Budget budget) {
        this.key = key;
        this.model = model;
        this.budget = budget;
        this.zones = new StreamedZones(key, model);
        this.frontier = new StreamedFrontier(key, model, budget);
        this.tryZones = !engine.equals(FRONTIER);
        this.frontierToo = !engine.equals(ZONES);
    }

    /**
     * What was found: nothing that is wrong where all is empty.
     *
     * @param why it was not decided
     * @param conflict operations that contradict each other
     * @param deadEnd an operation, by its position in the history, at whose end nothing explains everything so far
     * @param possible what the register may have held before that
     */
    record Outcome(
            Optional<String> why, Optional<Zones.Conflict> conflict, Optional<Integer> deadEnd, List<String> possible) {
        boolean violated() {
            return conflict.isPresent() || deadEnd.isPresent();
        }
    }

    /** Those that decided. */
    Set<String> engines() {
        return engines;
    }

    /**
     * Reads the history once or more.
     *
     * @param condition one that does not ask for sessions
     */
    Outcome decide(Condition condition, End end) {
        if (tryZones) {
            StreamedZones.Outcome found = zones.decide(condition, end, budget);
            tryZones = found.why().isEmpty();
            if (tryZones || !frontierToo || budget.whySpent().isPresent()) {
                engines.add(ZONES);
                return new Outcome(found.why(), found.conflict(), Optional.empty(), List.of());
            }
        }
        engines.add(FRONTIER);
        StreamedFrontier.Outcome found = frontier.decide(condition, end);
        return new Outcome(found.why(), Optional.empty(), found.failing(), found.possible());
    }

    /** Shows a violation; reads the history once more. */
    Counterexample counterexample(Condition condition, Outcome outcome) {
        return outcome.conflict().isPresent()
                ? contradiction(condition, outcome.conflict().get())
                : deadEnd(condition, outcome.deadEnd().orElseThrow(), outcome.possible());
    }

    /** The operations before it are too many to be shown, or to look for the few that matter. */
    private Counterexample deadEnd(Condition condition, int number, List<String> possible) {
        Operation failing = key.operations(List.of(number)).get(0);
        Certificate certificate = new Certificate(
                Certificate.Kind.DEAD_END,
                "No order of what came before the end of #" + number + " gets past it; these operations are more than"
                        + " fit into memory.",
                List.of(failing),
                List.of());
        History alone = new History(key.survey().header(), List.of(failing), key.cuts(), true);
        String summary = new Explanation(condition, key.name(), alone)
                .text(failing, possible, certificate, Optional.empty(), Optional.empty(), List.of(failing));
        return new Counterexample(
                condition, key.name(), failing, possible, certificate, Optional.empty(), summary, List.of(failing));
    }

    private Counterexample contradiction(Condition condition, Zones.Conflict conflict) {
        List<Operation> operations = key.operations(conflict.certificate());
        Operation failing = operations.stream()
                .filter(operation -> operation.index() == conflict.position())
                .findFirst()
                .orElseThrow();
        History alone = new History(key.survey().header(), operations, key.cuts(), true);
        Map<Integer, Integer> rows = new HashMap<>();
        operations.forEach(operation -> rows.put(operation.index(), rows.size()));
        KeyHistory history = KeyHistory.of(key.name(), model, operations, key.cuts());
        Deadlines deadlines = Deadlines.ofSome(alone.columns(), key.cuts(), rows::get);
        Timeline timeline = KeyCheck.timeline(history, key.cuts(), deadlines, condition, End.LENIENT);
        Certificate certificate = ZonePair.of(history, timeline)
                .orElseGet(() -> new Certificate(
                        Certificate.Kind.DEAD_END,
                        "Nothing wrote what #" + failing.index() + " read before it ended.",
                        operations,
                        List.of()));
        String summary = new Explanation(condition, key.name(), alone)
                .text(failing, List.of(), certificate, Optional.empty(), Optional.empty(), operations);
        return new Counterexample(
                condition, key.name(), failing, List.of(), certificate, Optional.empty(), summary, operations);
    }
}
