package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns the events of a Jepsen history, however they were written, into a {@link History}.
 *
 * <p>An event is a map with {@code process}, {@code type} (invoke, ok, fail, info), {@code f}, {@code value} and, where
 * known, {@code time} in nanoseconds, {@code key} (the object) and {@code session} (the client across power cuts; the
 * process otherwise). Cuts are events of the nemesis with {@code f} crash or ready and, as value, a map of
 * {@code epoch}, {@code earliest} and {@code latest}; other events of the nemesis are read over. Where an event has no
 * time, or time runs backwards, the position of an event counts as its time and a note says so.
 */
final class JepsenEvents {
    static final String TIME_NOTE = "time";

    private record Event(int line, int process, int session, String type, String f, String key, Edn value, long time) {}

    private final List<Event> events = new ArrayList<>();
    private boolean timed = true;

    /** Adds the event that was read from the given line. */
    void add(Edn read, int line) {
        if (!(read instanceof Edn.Dictionary event)) {
            throw wrong(line, "an event must be a map");
        }
        if (events.size() >= 2 * ChunkFormat.OPERATIONS_MAX) {
            throw wrong(line, "too many events");
        }
        Edn process = event.get("process");
        String f = name(event.get("f"), "f", line);
        int processNumber = -1;
        if (process instanceof Edn.Whole whole && whole.value() >= 0 && whole.value() <= Integer.MAX_VALUE) {
            processNumber = (int) whole.value();
        } else if (!(process instanceof Edn.Keyword || process instanceof Edn.Text)) {
            throw wrong(line, "the process must be a number, or the nemesis");
        } else if (!f.equals("crash") && !f.equals("ready")) {
            return;
        }
        int session = event.get("session") instanceof Edn.Whole whole
                ? (int) Math.max(-1, Math.min(whole.value(), Integer.MAX_VALUE))
                : processNumber;
        if (processNumber >= 0 && session < 0) {
            throw wrong(line, "the session must not be negative");
        }
        long time = events.size();
        if (event.get("time") instanceof Edn.Whole whole) {
            time = whole.value();
            timed &= events.isEmpty() || events.get(events.size() - 1).time() <= time;
        } else {
            timed = false;
        }
        String type = name(event.get("type"), "type", line);
        events.add(new Event(
                line, processNumber, session, type, f, key(event.get("key"), line), event.get("value"), time));
    }

    History build(String source) {
        if (events.isEmpty()) {
            throw new HistoryFormatException("there is no event in it");
        }
        HistoryBuilder builder = new HistoryBuilder();
        Map<Integer, Integer> open = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            long time = timed ? event.time() : i;
            try {
                if (event.process() < 0) {
                    addCut(builder, event, time);
                } else {
                    addOperation(builder, open, event, i, time);
                }
            } catch (HistoryFormatException e) {
                throw e.getMessage().startsWith("line ") ? e : wrong(event.line(), e.getMessage());
            }
        }
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("source", source);
        if (!timed) {
            notes.put(TIME_NOTE, "positions of events, not nanoseconds");
        }
        return builder.build(new HistoryHeader(HistoryHeader.CURRENT_VERSION, "", "", 0, notes), true);
    }

    private void addOperation(HistoryBuilder builder, Map<Integer, Integer> open, Event event, int number, long time) {
        if (event.type().equals("invoke")) {
            Integer before = open.put(event.process(), number);
            if (before != null) {
                throw wrong(
                        event.line(),
                        "process " + event.process() + " invokes while its operation of line "
                                + events.get(before).line() + " is open");
            }
            builder.add(new HistoryEvent.Invoke(
                    number, event.session(), event.f(), event.key(), value(event.value(), event.line()), time));
            return;
        }
        Integer invoked = open.remove(event.process());
        if (invoked == null) {
            throw wrong(event.line(), "process " + event.process() + " completes what it did not invoke");
        }
        if (!events.get(invoked).f().equals(event.f())) {
            throw wrong(
                    event.line(),
                    "process " + event.process() + " completes " + event.f() + " but invoked "
                            + events.get(invoked).f() + " on line "
                            + events.get(invoked).line());
        }
        switch (event.type()) {
            case "ok" ->
                builder.add(new HistoryEvent.Complete(invoked, Outcome.OK, value(event.value(), event.line()), time));
            case "fail" -> builder.add(new HistoryEvent.Complete(invoked, Outcome.FAIL, Value.NOTHING, time));
            case "info" -> builder.add(new HistoryEvent.Complete(invoked, Outcome.INFO, Value.NOTHING, time));
            default -> throw wrong(event.line(), "unknown type " + event.type());
        }
    }

    private void addCut(HistoryBuilder builder, Event event, long time) {
        boolean crash = event.f().equals("crash");
        int epoch = crash ? builder.cuts().crashes() : builder.cuts().crashes() - 1;
        long earliest = time;
        long latest = time;
        if (event.value() instanceof Edn.Dictionary interval) {
            epoch = interval.get("epoch") instanceof Edn.Whole whole
                    ? (int) Math.max(-1, Math.min(whole.value(), Integer.MAX_VALUE))
                    : epoch;
            if (timed) {
                earliest = interval.get("earliest") instanceof Edn.Whole whole ? whole.value() : time;
                latest = interval.get("latest") instanceof Edn.Whole whole ? whole.value() : time;
            }
        }
        if (epoch < 0 || epoch > ChunkFormat.CUTS_MAX) {
            throw wrong(event.line(), "there is no epoch " + epoch);
        }
        builder.add(
                crash
                        ? new HistoryEvent.Crash(epoch, earliest, latest)
                        : new HistoryEvent.Ready(epoch, earliest, latest));
    }

    private static String name(Edn read, String what, int line) {
        if (read instanceof Edn.Keyword keyword) {
            return keyword.name();
        }
        if (read instanceof Edn.Text text) {
            return text.value();
        }
        throw wrong(line, "an event needs a " + what);
    }

    private static String key(Edn read, int line) {
        return read instanceof Edn.Nil ? "" : value(read, line).toString();
    }

    /** The value that was read as an argument, a result or a key. */
    static Value value(Edn read, int line) {
        if (read instanceof Edn.Nil) {
            return Value.NOTHING;
        } else if (read instanceof Edn.Whole whole) {
            return new Value.Whole(whole.value());
        } else if (read instanceof Edn.Text text) {
            return new Value.Text(text.value());
        } else if (read instanceof Edn.Keyword keyword) {
            return new Value.Text(keyword.name());
        } else if (read instanceof Edn.Symbol symbol) {
            return new Value.Text(symbol.name());
        } else if (read instanceof Edn.Decimal decimal) {
            return new Value.Text(decimal.text());
        } else if (read instanceof Edn.Bool bool) {
            return new Value.Text(Boolean.toString(bool.value()));
        } else if (read instanceof Edn.Items items) {
            return new Value.Sequence(
                    items.items().stream().map(item -> value(item, line)).toList());
        } else if (read instanceof Edn.Dictionary dictionary) {
            return pairs(dictionary, line);
        }
        throw wrong(line, "this value is not supported");
    }

    /** A map as a sequence of [key value], by the keys, which are texts. */
    private static Value pairs(Edn.Dictionary dictionary, int line) {
        List<Value> pairs = new ArrayList<>();
        new TreeMap<>(dictionary.entries())
                .forEach((key, value) -> pairs.add(Value.sequence(Value.of(key), value(value, line))));
        return new Value.Sequence(pairs);
    }

    private static HistoryFormatException wrong(int line, String what) {
        return new HistoryFormatException("line " + line + ": " + what);
    }
}
