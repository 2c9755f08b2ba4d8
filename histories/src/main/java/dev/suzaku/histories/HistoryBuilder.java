package dev.suzaku.histories;

import java.util.List;

/**
 * Turns a stream of events into a {@link History}: pairs invocations with completions, sorts by invocation, finds each
 * operation's epoch. Events may come in any order of time, but a completion follows its invocation.
 */
final class HistoryBuilder {
    private final Vocabulary vocabulary = new Vocabulary();
    private final OperationColumns columns = new OperationColumns(vocabulary);
    private final OpenOperations open = new OpenOperations();
    private final CutEvents cuts = new CutEvents();

    Vocabulary vocabulary() {
        return vocabulary;
    }

    CutEvents cuts() {
        return cuts;
    }

    int invocations() {
        return columns.size();
    }

    void add(HistoryEvent event) {
        if (event instanceof HistoryEvent.Invoke invoke) {
            invoke(
                    invoke.operation(),
                    invoke.session(),
                    vocabulary.addFunction(invoke.function()),
                    vocabulary.addKey(invoke.key()),
                    vocabulary.addValue(invoke.argument()),
                    invoke.nanos());
        } else if (event instanceof HistoryEvent.Complete complete) {
            complete(
                    complete.operation(), complete.outcome(), vocabulary.addValue(complete.result()), complete.nanos());
        } else if (event instanceof HistoryEvent.Crash crash) {
            cuts.crash(crash.epoch(), crash.earliestNanos(), crash.latestNanos());
        } else if (event instanceof HistoryEvent.Ready ready) {
            cuts.ready(ready.epoch(), ready.earliestNanos(), ready.latestNanos());
        }
    }

    void invoke(long operation, int session, int function, int key, long argument, long nanos) {
        if (columns.size() >= ChunkFormat.OPERATIONS_MAX) {
            throw new HistoryFormatException("more than " + ChunkFormat.OPERATIONS_MAX + " operations");
        }
        if (!open.add(operation, columns.size())) {
            throw new HistoryFormatException("operation " + operation + " is invoked twice");
        }
        columns.addPending(session, function, key, argument, nanos);
    }

    void complete(long operation, Outcome outcome, long result, long nanos) {
        int row = open.remove(operation);
        if (row == OpenOperations.NONE) {
            throw new HistoryFormatException("operation " + operation + " is completed but not open");
        }
        if (nanos < columns.invokeNanos(row)) {
            throw new HistoryFormatException("operation " + operation + " returned before it was invoked");
        }
        if (outcome != Outcome.INFO) {
            if (nanos == Operation.NEVER) {
                throw new HistoryFormatException("operation " + operation + " returned at the end of time");
            }
            columns.complete(row, outcome, outcome == Outcome.OK ? result : Vocabulary.NOTHING, nanos);
        }
    }

    History build(HistoryHeader header, boolean complete) {
        List<PowerCut> built = cuts.build();
        InvocationOrder.sort(columns);
        int epoch = 0;
        for (int row = 0; row < columns.size(); row++) {
            while (epoch < built.size() && built.get(epoch).crashLatestNanos() < columns.invokeNanos(row)) {
                epoch++;
            }
            columns.setEpoch(row, epoch);
        }
        return new History(header, columns, built, complete);
    }
}
