package dev.suzaku.histories;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes histories as Jepsen does in EDN, one event to a line; {@link JepsenCursor} says what an event holds. */
public final class JepsenEdn {
    private JepsenEdn() {}

    private record Line(long time, int index, int order, String text) {}

    /**
     * Writes a history, one event to a line. A process is a session until its first operation without an answer, and a
     * fresh number afterwards, as Jepsen's tools expect.
     */
    public static void write(History history, Appendable out) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (PowerCut cut : history.cuts()) {
            lines.add(new Line(
                    cut.crashEarliestNanos(),
                    -1,
                    0,
                    cutLine("crash", cut.epoch(), cut.crashEarliestNanos(), cut.crashLatestNanos())));
            if (cut.readyLatestNanos() != PowerCut.NEVER) {
                lines.add(new Line(
                        cut.readyEarliestNanos(),
                        -1,
                        1,
                        cutLine("ready", cut.epoch(), cut.readyEarliestNanos(), cut.readyLatestNanos())));
            }
        }
        int sessions = 1
                + history.operations().stream()
                        .mapToInt(Operation::session)
                        .max()
                        .orElse(0);
        Map<Integer, Integer> processes = new HashMap<>();
        for (Operation operation : history.operations()) {
            int process = processes.getOrDefault(operation.session(), operation.session());
            lines.add(new Line(
                    operation.invokeNanos(),
                    operation.index(),
                    0,
                    line(operation, process, "invoke", operation.argument(), operation.invokeNanos())));
            if (operation.outcome() == Outcome.INFO) {
                processes.put(operation.session(), process + sessions);
            } else {
                boolean ok = operation.outcome() == Outcome.OK;
                lines.add(new Line(
                        operation.returnNanos(),
                        operation.index(),
                        1,
                        line(
                                operation,
                                process,
                                ok ? "ok" : "fail",
                                ok ? operation.result() : operation.argument(),
                                operation.returnNanos())));
            }
        }
        lines.sort(Comparator.comparingLong(Line::time)
                .thenComparingInt(Line::index)
                .thenComparingInt(Line::order));
        for (Line line : lines) {
            out.append(line.text()).append('\n');
        }
    }

    private static String cutLine(String f, int epoch, long earliest, long latest) {
        return "{:process :nemesis, :type :info, :f :" + f + ", :value {:epoch " + epoch + ", :earliest " + earliest
                + ", :latest " + latest + "}, :time " + earliest + "}";
    }

    private static String line(Operation operation, int process, String type, Value value, long time) {
        StringBuilder line = new StringBuilder();
        line.append("{:process ").append(process).append(", :type :").append(type);
        line.append(", :f :").append(operation.function());
        if (!operation.key().isEmpty()) {
            line.append(", :key ");
            appendText(line, operation.key());
        }
        line.append(", :value ");
        appendValue(line, value);
        line.append(", :session ").append(operation.session());
        return line.append(", :time ").append(time).append('}').toString();
    }

    private static void appendValue(StringBuilder line, Value value) {
        if (value instanceof Value.Whole whole) {
            line.append(whole.value());
        } else if (value instanceof Value.Text text) {
            appendText(line, text.value());
        } else if (value instanceof Value.Sequence sequence) {
            line.append('[');
            for (int i = 0; i < sequence.items().size(); i++) {
                line.append(i == 0 ? "" : " ");
                appendValue(line, sequence.items().get(i));
            }
            line.append(']');
        } else {
            line.append("nil");
        }
    }

    private static void appendText(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> line.append('\\').append(character);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (character < ' ' || Character.isSurrogate(character)) {
                        line.append(String.format("\\u%04x", (int) character));
                    } else {
                        line.append(character);
                    }
                }
            }
        }
        line.append('"');
    }
}
