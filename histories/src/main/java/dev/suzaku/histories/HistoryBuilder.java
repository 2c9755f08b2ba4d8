package dev.suzaku.histories;

import java.util.List;

/**
 * Turns events into a {@link History}: puts completions beside their invocations, sorts by invocation, finds each
 * operation's epoch, bounds the {@linkplain FirstReplies first replies}. Events may come in any order of time, but a completion follows its invocation.
 */
final class HistoryBuilder {
    private HistoryBuilder() {}

    /** Reads all events that are left. */
    static History build(EventCursor cursor) {
        OperationColumns columns = new OperationColumns(cursor.vocabulary());
        while (cursor.next()) {
            EventCursor.Event event = cursor.event;
            switch (event.kind) {
                case INVOKE -> columns.addPending(event.session, event.function, event.key, event.value, event.nanos);
                case COMPLETE -> {
                    if (cursor.outcome() != Outcome.INFO) {
                        columns.complete(event.operation, cursor.outcome(), event.value, event.nanos);
                    }
                }
                default -> {} // the cursor keeps the cuts
            }
        }
        List<PowerCut> cuts = cursor.cuts();
        InvocationOrder.sort(columns);
        int epoch = 0;
        FirstReplies replies = new FirstReplies();
        for (int row = 0; row < columns.size(); row++) {
            while (epoch < cuts.size() && cuts.get(epoch).crashLatestNanos() < columns.invokeNanos(row)) {
                epoch++;
            }
            columns.setEpoch(row, epoch);
            if (columns.outcome(row) == Outcome.OK) {
                replies.answered(epoch, columns.returnNanos(row));
            }
        }
        return new History(cursor.header(), columns, replies.bound(cuts), cursor.complete());
    }
}
