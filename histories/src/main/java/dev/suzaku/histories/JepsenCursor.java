package dev.suzaku.histories;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The events of a Jepsen history, in whatever notation, in the order in which they stand there.
 *
 * <p>An event is a map with {@code process}, {@code type} (invoke, ok, fail, info), {@code f}, {@code value} and, where
 * known, {@code time} in nanoseconds, {@code key} (the object) and {@code session} (the client across power cuts; the
 * process otherwise). {@link NemesisCuts} says which events of the nemesis are cuts; the others are read over. Where an
 * event has no time, or time runs backwards, the position of an event counts as its time and a note says so. Values
 * {@code [key value]} of independent keys are taken apart, see {@link JepsenSurvey}.
 */
final class JepsenCursor extends EventCursor {
    static final String TIME_NOTE = "time";
    private static final byte[] INVOKE = Utf8.encoded("invoke");
    private static final byte[] OK = Utf8.encoded("ok");
    private static final byte[] FAIL = Utf8.encoded("fail");
    private static final byte[] INFO = Utf8.encoded("info");

    private final String source;
    private final InputStream in;
    private final JepsenSurvey survey;
    private final JepsenEvents events;
    private final JepsenFields fields = new JepsenFields();
    private final Vocabulary vocabulary = new Vocabulary();
    private final EventPairing pairing = new EventPairing(event);
    private final NemesisCuts nemesis = new NemesisCuts(pairing);
    private final PayloadReader reader = new PayloadReader(new byte[0]);
    private long position = -1;
    private long time;
    private boolean firstReply;
    private boolean any;
    private final OpenOperations keys = new OpenOperations(); // of open operations that name one, by process
    private int noKey = -1;

    private JepsenCursor(String source, InputStream in, JepsenSurvey survey, JepsenEvents events) {
        this.source = source;
        this.in = in;
        this.survey = survey;
        this.events = events;
    }

    /**
     * Opens a history.
     *
     * @param source name of the format, for the header
     * @param notation how to read events from the text
     */
    static JepsenCursor open(TextInput input, String source, Function<TextSource, JepsenEvents> notation) {
        JepsenSurvey survey;
        try (InputStream in = input.open()) {
            survey = JepsenSurvey.of(notation.apply(new TextSource(in)));
        } catch (IOException e) {
            throw new HistoryFormatException(e.toString(), e);
        }
        InputStream in = input.open();
        return new JepsenCursor(source, in, survey, notation.apply(new TextSource(in)));
    }

    @Override
    public boolean next() {
        if (firstReply) {
            firstReply = false;
            nemesis.ready(time);
            return true;
        }
        while (events.next(fields)) {
            try {
                if (takeEvent()) {
                    any = true;
                    return true;
                }
            } catch (HistoryFormatException e) {
                throw e.getMessage().startsWith("line ")
                        ? e
                        : new HistoryFormatException("line " + fields.line() + ": " + e.getMessage(), e);
            }
        }
        if (nemesis.finish(time)) {
            return true;
        }
        if (!any) {
            throw new HistoryFormatException("there is no event in it");
        }
        return false;
    }

    private boolean takeEvent() {
        int process = fields.process();
        boolean client = process != JepsenFields.NEMESIS;
        if (!client && !NemesisCuts.counts(fields)) {
            return false;
        }
        position++;
        time = survey.timed() ? fields.time() : position;
        if (!client) {
            return nemesis.take(fields, time, survey.timed());
        }
        if (JepsenFields.is(fields.type(), INVOKE)) {
            invoke(process);
        } else {
            complete(process);
        }
        return true;
    }

    private void invoke(int process) {
        int function = takeFunction();
        int key = takeKey();
        boolean added = pairing.invoke(
                process, fields.line() << 8 | function, fields.session(process), function, key, takeCode(), time);
        if (!added) {
            throw fields.wrong("process " + process + " invokes while its operation of line "
                    + (pairing.open().note(process) >>> 8) + " is open");
        }
        if (key != noKey) {
            keys.add(process, key, 0);
        }
    }

    private void complete(int process) {
        if (pairing.open().row(process) == OpenOperations.NONE) {
            throw fields.wrong("process " + process + " completes what it did not invoke");
        }
        long note = pairing.open().note(process);
        if ((note & 0xFF) != takeFunction()) {
            throw fields.wrong("process " + process + " completes " + JepsenFields.shown(fields.f()) + " but invoked "
                    + vocabulary.function((int) (note & 0xFF)) + " on line " + (note >>> 8));
        }
        Outcome outcome = takeOutcome();
        requireSameKey(process, outcome, note >>> 8);
        long result = outcome == Outcome.OK ? takeCode() : Vocabulary.NOTHING;
        pairing.complete(process, outcome, result, time);
        firstReply = outcome == Outcome.OK && nemesis.firstReply(event.operation);
    }

    /** An event at the end of an operation need not name its key, but it must not name another one. */
    private void requireSameKey(int process, Outcome outcome, long line) {
        int invoked = keys.remove(process);
        boolean named = survey.independent() ? outcome == Outcome.OK : !JepsenFields.isNothing(fields.key());
        if (!named) {
            return;
        }
        int key = takeKey();
        if (key != (invoked == OpenOperations.NONE ? noKey : invoked)) {
            String before = invoked == OpenOperations.NONE ? "no key" : "key " + vocabulary.key(invoked);
            throw fields.wrong("process " + process + " completes an operation on key " + vocabulary.key(key)
                    + " but invoked it on " + before + " on line " + line);
        }
    }

    private Outcome takeOutcome() {
        if (JepsenFields.is(fields.type(), OK)) {
            return Outcome.OK;
        }
        if (JepsenFields.is(fields.type(), FAIL)) {
            return Outcome.FAIL;
        }
        if (JepsenFields.is(fields.type(), INFO)) {
            return Outcome.INFO;
        }
        throw fields.wrong("unknown type " + JepsenFields.shown(fields.type()));
    }

    private int takeFunction() {
        PayloadWriter f = fields.f();
        reader.reset(f.bytes(), 1, f.length());
        return reader.takeFunction(vocabulary);
    }

    private int takeKey() {
        PayloadWriter key = survey.independent() ? fields.value() : fields.key();
        if (JepsenFields.isNothing(key)) {
            noKey = noKey < 0 ? vocabulary.addKey("") : noKey;
            return noKey;
        }
        int start = survey.independent() ? 2 : 0;
        boolean text = key.bytes()[start] == ChunkFormat.VALUE_TEXT;
        reader.reset(key.bytes(), text ? start + 1 : start, key.length());
        return text
                ? reader.takeKey(vocabulary)
                : vocabulary.addKey(reader.takeValue().toString());
    }

    private long takeCode() {
        PayloadWriter value = fields.value();
        if (JepsenFields.isNothing(value)) {
            return Vocabulary.NOTHING;
        }
        reader.reset(value.bytes(), survey.independent() ? fields.secondItem(value) : 0, value.length());
        return reader.takeCode(vocabulary);
    }

    @Override
    public HistoryHeader header() {
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("source", source);
        if (!survey.timed()) {
            notes.put(TIME_NOTE, "positions of events, not nanoseconds");
        }
        return new HistoryHeader(HistoryHeader.CURRENT_VERSION, "", "", 0, notes);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public List<PowerCut> cuts() {
        return pairing.cuts().build();
    }

    @Override
    public boolean complete() {
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new HistoryFormatException(e.toString(), e);
        }
    }
}
