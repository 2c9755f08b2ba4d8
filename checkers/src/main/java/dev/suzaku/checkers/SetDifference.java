package dev.suzaku.checkers;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.checkers.models.SetModel;
import dev.suzaku.checkers.models.SetModel.SetCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is wrong about the answer of a read of a whole set, element by element, in words. An element is missing where some
 * operation that ended before the read began shows that it was in, and nothing can have taken it out since; one is too
 * much where the same tells that it was out, or nothing ever put it in. Used once, by one thread.
 */
final class SetDifference {
    private static final int ELEMENTS_MAX = 6;
    private static final int ELEMENT_LENGTH_MAX = 60;

    private final Operation read;
    private final List<Operation> operations;
    // of each element: the operation that began last of those that show that it was in, or out
    private final Map<Value, Operation> in = new HashMap<>();
    private final Map<Value, Operation> out = new HashMap<>();
    // of each element: when the last operation ended that may have put it in, or taken it out, before the read ended
    private final Map<Value, Long> lastAddNanos = new HashMap<>();
    private final Map<Value, Long> lastRemoveNanos = new HashMap<>();

    private SetDifference(Operation read, List<Operation> operations) {
        this.read = read;
        this.operations = operations;
    }

    /**
     * A line for each way in which the answer is wrong; empty where the model is no set, the operation is no read of it, or
     * no single element tells.
     *
     * @param operations all operations on the object
     */
    static String of(Model model, Operation failing, List<Operation> operations) {
        boolean readsAll = model instanceof SetModel
                && failing.outcome() == Outcome.OK
                && failing.function().equals("read")
                && failing.result() instanceof Value.Sequence;
        return readsAll ? new SetDifference(failing, operations).text() : "";
    }

    private String text() {
        List<Value> answer = ((Value.Sequence) read.result()).items();
        Set<Value> answered = new HashSet<>();
        List<Value> twice =
                answer.stream().filter(element -> !answered.add(element)).toList();
        for (Operation operation : operations) {
            if (operation.index() != read.index()
                    && operation.outcome() != Outcome.FAIL
                    && operation.invokeNanos() <= read.returnNanos()) {
                SetModel.callOf(operation).ifPresent(call -> take(operation, call, answered));
            }
        }
        List<String> missing = new ArrayList<>();
        in.forEach((element, shows) -> {
            if (!answered.contains(element) && lastNanos(lastRemoveNanos, element) < shows.invokeNanos()) {
                missing.add(shown(element) + " (#" + shows.index() + ")");
            }
        });
        List<String> never = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Value element : answered) {
            Operation shows = out.get(element);
            if (!lastAddNanos.containsKey(element)) {
                never.add(shown(element));
            } else if (shows != null && lastNanos(lastAddNanos, element) < shows.invokeNanos()) {
                gone.add(shown(element) + " (#" + shows.index() + ")");
            }
        }
        return line("Missing in its answer, though in before (by what), and nothing took them out: ", missing)
                + line("In its answer, though nothing had put them in: ", never)
                + line("In its answer, though out before (by what), and nothing put them in again: ", gone)
                + line(
                        "Twice in its answer: ",
                        twice.stream().map(SetDifference::shown).toList());
    }

    private void take(Operation operation, SetCall call, Set<Value> answered) {
        boolean before = operation.returnNanos() < read.invokeNanos();
        if (call instanceof SetCall.Add add) {
            lastAddNanos.merge(add.element(), operation.returnNanos(), Math::max);
            show(in, add.element(), operation, before);
        } else if (call instanceof SetCall.Remove remove) {
            lastRemoveNanos.merge(remove.element(), operation.returnNanos(), Math::max);
            show(out, remove.element(), operation, before);
        } else if (call instanceof SetCall.Contains contains) {
            // a refusal without an answer shows nothing, and there is none
            show(contains.in() ? in : out, contains.element(), operation, before);
        } else if (call instanceof SetCall.Read other && before) {
            other.elements().forEach(element -> show(in, element, operation, true));
            for (Value element : answered) {
                if (!other.elements().contains(element)) {
                    show(out, element, operation, true);
                }
            }
        }
    }

    private static void show(Map<Value, Operation> shown, Value element, Operation operation, boolean before) {
        if (before) {
            shown.merge(element, operation, (a, b) -> a.invokeNanos() >= b.invokeNanos() ? a : b);
        }
    }

    private static long lastNanos(Map<Value, Long> last, Value element) {
        return last.getOrDefault(element, Long.MIN_VALUE);
    }

    private static String shown(Value element) {
        String text = element.toString();
        return text.length() <= ELEMENT_LENGTH_MAX ? text : text.substring(0, ELEMENT_LENGTH_MAX) + "...";
    }

    private static String line(String words, List<String> elements) {
        if (elements.isEmpty()) {
            return "";
        }
        int more = elements.size() - ELEMENTS_MAX;
        return words + elements.stream().sorted().limit(ELEMENTS_MAX).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "") + ".\n";
    }
}
