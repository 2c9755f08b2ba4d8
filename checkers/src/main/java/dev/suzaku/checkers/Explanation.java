package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words for a violation. Times are in seconds since the run's first event. */
final class Explanation {
    private static final int LINES_MAX = 12;
    private static final int VALUE_LENGTH_MAX = 60;

    private final Condition condition;
    private final String key;
    private final History history;

    Explanation(Condition condition, String key, History history) {
        this.condition = condition;
        this.key = key;
        this.history = history;
    }

    /**
     * Describes the operation that cannot be explained.
     *
     * @param possible what the object may have held just before it had to have happened
     * @param prefix everything on the key up to then
     * @param small those of them that fail together, may be empty
     */
    String text(Operation failing, List<String> possible, List<Operation> prefix, List<Operation> small) {
        StringBuilder text = new StringBuilder();
        text.append("Not ").append(condition.id());
        if (!key.isEmpty()) {
            text.append(": key ").append(key);
        }
        text.append(": no order of the operations explains operation ")
                .append(failing.index())
                .append(":\n  ");
        text.append(line(failing)).append('\n');
        if (!possible.isEmpty()) {
            text.append("Possible when it ended");
            text.append(possible.size() == 1 ? ", the only value: " : ", one of: ");
            text.append(String.join(
                    ", ", possible.stream().map(Explanation::shortened).toList()));
            text.append('\n');
        }
        source(failing, prefix).ifPresent(text::append);
        List<Operation> around = around(failing, prefix, small);
        if (!around.isEmpty()) {
            text.append(small.size() - 1 == around.size() ? "Together with these:" : "Around it:")
                    .append('\n');
            for (Operation operation : around) {
                text.append("  ").append(line(operation)).append('\n');
            }
        }
        cut(failing).ifPresent(text::append);
        return text.toString();
    }

    /** Describes operations that nothing that may have survived the cuts explains, of which one comes last. */
    String unexplained(Operation last, List<Operation> small) {
        StringBuilder text = new StringBuilder(
                        "Not " + condition.id() + ": whatever the cuts left of it, no order explains\n  ")
                .append(line(last))
                .append('\n');
        List<Operation> around = around(last, List.of(), small);
        text.append(small.size() - 1 == around.size() ? "Together with these:\n" : "Around it:\n");
        around.forEach(operation -> text.append("  ").append(line(operation)).append('\n'));
        cut(last).ifPresent(text::append);
        return text.toString();
    }

    /** Describes an operation that recovery should have completed. */
    String unfinished(Operation operation, Operation answer) {
        return "Not " + condition.id() + ": recovery answered that this operation was not applied:\n  "
                + line(operation) + "\nIt answered\n  " + line(answer) + "\n";
    }

    private Optional<String> source(Operation failing, List<Operation> prefix) {
        Optional<String> value = OverwrittenValue.of(failing);
        if (value.isEmpty() || failing.argument().toString().equals(value.get())) {
            return Optional.empty();
        }
        for (Operation operation : prefix) {
            if (writes(operation, value.get())) {
                return Optional.of("That value came from\n  " + line(operation) + "\n");
            }
        }
        return Optional.of("No operation before it wrote that value.\n");
    }

    private static boolean writes(Operation operation, String value) {
        if (operation.argument() instanceof Value.Sequence sequence) {
            return sequence.items().stream().anyMatch(item -> item.toString().equals(value));
        }
        return operation.argument().toString().equals(value)
                || operation.function().endsWith("cr")
                        && operation.result().toString().equals(value);
    }

    private static List<Operation> around(Operation failing, List<Operation> prefix, List<Operation> small) {
        List<Operation> others = new ArrayList<>(small.isEmpty() ? prefix : small);
        others.removeIf(operation -> operation.index() == failing.index());
        return others.size() <= LINES_MAX ? others : others.subList(others.size() - LINES_MAX, others.size());
    }

    private Optional<String> cut(Operation failing) {
        PowerCut last = null;
        for (PowerCut cut : history.cuts()) {
            if (cut.crashLatestNanos() <= failing.returnNanos()) {
                last = cut;
            }
        }
        return last == null
                ? Optional.empty()
                : Optional.of("The last power cut before its end was that of epoch " + last.epoch() + ", at "
                        + seconds(last.crashLatestNanos()) + " (first reply "
                        + (last.readyLatestNanos() == PowerCut.NEVER
                                ? "never"
                                : "at " + seconds(last.readyLatestNanos()))
                        + ").\n");
    }

    private String line(Operation operation) {
        String result = operation.outcome() == Outcome.OK
                ? shortened(operation.result().toString())
                : "no answer, so it may have happened or not";
        String argument = operation.argument() instanceof Value.Nothing
                ? ""
                : " " + shortened(operation.argument().toString());
        String time = operation.outcome() == Outcome.OK
                ? seconds(operation.invokeNanos()) + " to " + seconds(operation.returnNanos())
                : "from " + seconds(operation.invokeNanos());
        return "#" + operation.index() + " session " + operation.session() + ", epoch " + operation.epoch() + ": "
                + operation.function() + argument + " -> " + result + "  (" + time + ")";
    }

    private static String shortened(String value) {
        return value.length() <= VALUE_LENGTH_MAX ? value : value.substring(0, VALUE_LENGTH_MAX) + "...";
    }

    private String seconds(long nanos) {
        if (history.header().timesArePositions()) {
            return "event " + nanos;
        }
        long first =
                history.operations().isEmpty() ? 0 : history.operations().get(0).invokeNanos();
        return String.format(Locale.ROOT, "%.6f s", (nanos - first) / 1e9);
    }
}
