package dev.suzaku.checkers;

import dev.suzaku.checkers.Counterexample.Explained;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Words for a violation. Times are in seconds since the run's first event. */
final class Explanation {
    private static final int LINES_MAX = 12;
    private static final int VALUES_MAX = 6;
    private static final int NUMBERS_MAX = 12;
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
     * @param expected what the object may have held while it was open
     * @param source what put the value in that it answered, if that is known
     * @param small those of them that fail together
     */
    String text(
            Operation failing,
            List<String> expected,
            Certificate certificate,
            Optional<Explained> explained,
            Optional<Operation> source,
            List<Operation> small) {
        StringBuilder text = new StringBuilder();
        text.append("Not ").append(condition.id());
        if (!key.isEmpty()) {
            text.append(": key ").append(key);
        }
        text.append(": no order of the operations explains operation ")
                .append(failing.index())
                .append(":\n  ");
        text.append(line(failing)).append('\n');
        if (!expected.isEmpty()) {
            text.append("While it was open the object can only have held ")
                    .append(expected(expected))
                    .append(".\n");
        }
        source.ifPresent(write ->
                text.append("That value came from\n  ").append(line(write)).append('\n'));
        if (certificate.kind() != Certificate.Kind.DEAD_END) {
            text.append("Why: ").append(certificate.claim()).append('\n');
        }
        List<Operation> idle = idle(certificate, source, small);
        List<Operation> telling =
                small.stream().filter(operation -> !idle.contains(operation)).toList();
        List<Operation> around = around(failing, telling);
        if (!around.isEmpty()) {
            text.append(telling.size() - 1 == around.size() ? "Together with these:" : "Around it:")
                    .append('\n');
            for (Operation operation : around) {
                text.append("  ").append(line(operation)).append('\n');
            }
        }
        if (!idle.isEmpty()) {
            text.append("Without an answer, and of no help in any order: ")
                    .append(numbers(idle))
                    .append(".\n");
        }
        certificate.last().stream().limit(1).forEach(last -> text.append(last(last)));
        explained.ifPresent(before -> text.append("Everything answered before ")
                .append(seconds(before.untilNanos()))
                .append(" has an explanation: ")
                .append(before.answered())
                .append(" of ")
                .append(before.ofAnswered())
                .append(" answers.\n"));
        cut(failing).ifPresent(text::append);
        return text.toString();
    }

    /**
     * Operations without an answer that no claim is about and that come in none of the orders that get furthest. They belong to the proof,
     * since each might have happened, but a reader learns nothing from what they are.
     */
    private static List<Operation> idle(Certificate certificate, Optional<Operation> source, List<Operation> small) {
        if (certificate.last().isEmpty()) {
            return List.of(); // nobody has looked at all orders
        }
        Set<Operation> telling = new HashSet<>();
        source.ifPresent(telling::add); // has its own line
        certificate.last().forEach(last -> telling.addAll(last.order()));
        if (certificate.kind() != Certificate.Kind.DEAD_END) {
            telling.addAll(certificate.operations());
        }
        return small.stream()
                .filter(operation -> operation.outcome() != Outcome.OK && !telling.contains(operation))
                .toList();
    }

    private static String numbers(List<Operation> operations) {
        int more = operations.size() - NUMBERS_MAX;
        String numbers = operations.stream()
                .limit(NUMBERS_MAX)
                .map(operation -> "#" + operation.index())
                .collect(Collectors.joining(", "));
        return numbers + (more > 0 ? " and " + more + " more" : "");
    }

    private static String expected(List<String> expected) {
        List<String> first =
                expected.stream().limit(VALUES_MAX).map(Explanation::shortened).toList();
        int more = expected.size() - first.size();
        return String.join(" or ", first) + (more > 0 ? " or one of " + more + " more" : "");
    }

    private static String last(Certificate.LastConfiguration last) {
        String order = last.order().isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        last.order().stream().map(each -> "#" + each.index()).toList());
        return "The orders get as far as " + order + ", which leaves " + shortened(last.state()) + ".\n";
    }

    /** Describes operations that nothing that may have survived the cuts explains, of which one comes last. */
    String unexplained(Operation last, List<Operation> small) {
        StringBuilder text = new StringBuilder(
                        "Not " + condition.id() + ": whatever the cuts left of it, no order explains\n  ")
                .append(line(last))
                .append('\n');
        List<Operation> around = around(last, small);
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

    private static List<Operation> around(Operation failing, List<Operation> small) {
        List<Operation> others = new ArrayList<>(small);
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
                        + seconds(last.crashLatestNanos()) + " (first reply " + firstReply(last) + ").\n");
    }

    private String firstReply(PowerCut cut) {
        if (cut.readyLatestNanos() == PowerCut.NEVER) {
            return cut.readyUnknown() ? "unknown" : "never";
        }
        return "at " + seconds(cut.readyLatestNanos());
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
