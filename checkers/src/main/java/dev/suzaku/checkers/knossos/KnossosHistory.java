package dev.suzaku.checkers.knossos;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations on one object as Knossos wants them: invocations and completions in the order of time, at equal instants
 * the invocations first. A process is a session in an epoch, so that whatever is never answered holds nobody up: where a
 * session's operation is still open, the next one belongs to a process with a new number. Immutable.
 */
final class KnossosHistory {
    private final KnossosModel model;
    private final List<Operation> operations;
    private final List<Event> events;

    private record Event(long nanos, boolean invocation, int position, KnossosStep step) {}

    private KnossosHistory(KnossosModel model, List<Operation> operations, List<Event> events) {
        this.model = model;
        this.operations = operations;
        this.events = events;
    }

    /**
     * Converts one object's operations.
     *
     * @param operations all of the object, by invocation
     * @throws dev.suzaku.checkers.CheckException when one does not fit the model
     */
    static KnossosHistory of(KnossosModel model, List<Operation> operations) {
        List<Operation> kept = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<KnossosStep> step = operation.outcome() == Outcome.FAIL ? Optional.empty() : model.step(operation);
            if (step.isPresent()) {
                events.add(new Event(operation.invokeNanos(), true, kept.size(), step.get()));
                if (operation.outcome() == Outcome.OK) {
                    events.add(new Event(operation.returnNanos(), false, kept.size(), step.get()));
                }
                kept.add(operation);
            }
        }
        events.sort(Comparator.comparingLong(Event::nanos)
                .thenComparing(event -> event.invocation() ? 0 : 1)
                .thenComparingInt(Event::position));
        return new KnossosHistory(model, List.copyOf(kept), List.copyOf(events));
    }

    /** Number of events; Knossos counts them from 0 and names them by that number. */
    int size() {
        return events.size();
    }

    /** The operation that an event belongs to. */
    Operation operation(int event) {
        return operations.get(events.get(event).position());
    }

    /** One line of EDN: {@code {:model :NAME, :millis N, :events [{:process 0, :type :invoke, :f :read, :value 1} ...]}}. */
    String request(long millis) {
        Set<String> functions = new HashSet<>();
        events.forEach(event -> functions.add(event.step().function()));
        StringBuilder text = new StringBuilder("{:model :").append(model.modelFor(functions));
        text.append(", :millis ").append(millis).append(", :events [");
        int[] processes = new int[operations.size()];
        Map<Integer, Integer> current = new HashMap<>();
        Set<Integer> busy = new HashSet<>();
        int count = 0;
        for (Event event : events) {
            if (event.invocation()) {
                int session = operations.get(event.position()).session();
                Integer process = current.get(session);
                if (process == null || busy.contains(process)) {
                    process = count++;
                    current.put(session, process);
                }
                processes[event.position()] = process;
                busy.add(process);
            } else {
                busy.remove(processes[event.position()]);
            }
            append(text, event, processes[event.position()]);
        }
        return text.append("]}").toString();
    }

    private static void append(StringBuilder text, Event event, int process) {
        text.append("{:process ").append(process);
        text.append(", :type :").append(event.invocation() ? "invoke" : "ok");
        text.append(", :f :").append(event.step().function());
        text.append(", :value ").append(event.step().value()).append("} ");
    }
}
