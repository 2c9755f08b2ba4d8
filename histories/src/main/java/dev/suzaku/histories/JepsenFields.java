package dev.suzaku.histories;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of one event of a Jepsen history, each as an encoded value ({@link PayloadWriter}); one object is used for
 * all events of a file.
 */
final class JepsenFields {
    /** What {@link #process()} gives for the nemesis. */
    static final int NEMESIS = -1;

    private static final byte[][] NAMES = {
        Utf8.encoded("process"),
        Utf8.encoded("type"),
        Utf8.encoded("f"),
        Utf8.encoded("value"),
        Utf8.encoded("time"),
        Utf8.encoded("key"),
        Utf8.encoded("session")
    };
    private static final byte[] THE_NEMESIS = Utf8.encoded("nemesis");
    private static final int SHOWN_CHARACTERS = 60;
    private static final int PROCESS = 0;
    private static final int TYPE = 1;
    private static final int F = 2;
    private static final int VALUE = 3;
    private static final int TIME = 4;
    private static final int KEY = 5;
    private static final int SESSION = 6;

    private final PayloadWriter[] fields = new PayloadWriter[NAMES.length];
    private final PayloadWriter ignored = new PayloadWriter(64);
    private final PayloadReader reader = new PayloadReader(new byte[0]);
    private long line;

    JepsenFields() {
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new PayloadWriter(64);
        }
    }

    /** Forgets the event before; the new one begins at the given line. */
    void begin(long newLine) {
        line = newLine;
        for (PayloadWriter field : fields) {
            field.clear();
        }
    }

    long line() {
        return line;
    }

    HistoryFormatException wrong(String what) {
        return new HistoryFormatException("line " + line + ": " + what);
    }

    /** Where to write the value of the field of that name; fails when it was written already. */
    PayloadWriter field(byte[] name, int length) {
        for (int i = 0; i < NAMES.length; i++) {
            if (length == NAMES[i].length && Arrays.equals(name, 0, length, NAMES[i], 0, length)) {
                if (fields[i].length() > 0) {
                    throw wrong("a map has the key " + new String(NAMES[i], StandardCharsets.UTF_8) + " twice");
                }
                return fields[i];
            }
        }
        ignored.clear();
        return ignored;
    }

    PayloadWriter type() {
        return fields[TYPE];
    }

    PayloadWriter f() {
        return fields[F];
    }

    /** The event's value; of length 0 when there is none. */
    PayloadWriter value() {
        return fields[VALUE];
    }

    PayloadWriter key() {
        return fields[KEY];
    }

    /** The number of the client, or {@link #NEMESIS}. A client by any other name is refused, lest it be read over. */
    int process() {
        PayloadWriter process = fields[PROCESS];
        if (isWhole(process)) {
            long number = whole(process);
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw wrong("the process " + number + " is not between 0 and " + Integer.MAX_VALUE
                        + ": give each client a number in this range");
            }
            return (int) number;
        }
        if (is(process, THE_NEMESIS)) {
            return NEMESIS;
        }
        if (isNothing(process)) {
            throw wrong("an event needs a process: the number of its client, or nemesis");
        }
        throw wrong("the process " + inQuotes(process)
                + " is neither a whole number nor nemesis: give each client a number" + " of its own, without quotes");
    }

    private static String inQuotes(PayloadWriter field) {
        String shown = shown(field).replaceAll("\\p{Cntrl}", " "); // a message is one line
        String begin = shown.length() > SHOWN_CHARACTERS ? shown.substring(0, SHOWN_CHARACTERS) + "..." : shown;
        return isText(field) ? '"' + begin + '"' : begin;
    }

    /** The session, which is the process where none is given. */
    int session(int process) {
        PayloadWriter session = fields[SESSION];
        if (isNothing(session)) {
            return process;
        }
        if (!isWhole(session)) {
            throw wrong("the session " + inQuotes(session) + " must be a whole number");
        }
        long number = whole(session);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw wrong("the session must not be negative, nor more than " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    boolean hasTime() {
        return isWhole(fields[TIME]);
    }

    long time() {
        return whole(fields[TIME]);
    }

    /** Whether type or f is the given text. */
    static boolean is(PayloadWriter field, byte[] text) {
        int start = field.length() - text.length;
        return isText(field)
                && text.length < 0x80
                && field.bytes()[1] == text.length
                && Arrays.equals(field.bytes(), start, field.length(), text, 0, text.length);
    }

    /** Fails unless type and f are there. */
    void requireNames() {
        if (!isText(fields[F])) {
            throw wrong("an event needs a f");
        }
        if (!isText(fields[TYPE])) {
            throw wrong("an event needs a type");
        }
    }

    static boolean isText(PayloadWriter field) {
        return field.length() > 0 && field.bytes()[0] == ChunkFormat.VALUE_TEXT;
    }

    static boolean isWhole(PayloadWriter field) {
        return field.length() > 0 && field.bytes()[0] == ChunkFormat.VALUE_WHOLE;
    }

    static boolean isNothing(PayloadWriter field) {
        return field.length() == 0 || field.bytes()[0] == ChunkFormat.VALUE_NOTHING;
    }

    /** Where the second item begins, when the value is a sequence of two; else -1. */
    int secondItem(PayloadWriter field) {
        byte[] bytes = field.bytes();
        if (field.length() < 2 || bytes[0] != ChunkFormat.VALUE_SEQUENCE || bytes[1] != 2) {
            return -1;
        }
        reader.reset(bytes, 2, field.length());
        reader.skipValue();
        return reader.position();
    }

    long whole(PayloadWriter field) {
        reader.reset(field.bytes(), 1, field.length());
        return reader.takeSigned();
    }

    /** A text's name or a value as text, for messages. */
    static String shown(PayloadWriter field) {
        return value(field).toString();
    }

    /** The value of a field; nothing where it is not there. */
    static Value value(PayloadWriter field) {
        return isNothing(field) ? Value.NOTHING : new PayloadReader(field.bytes(), 0, field.length()).takeValue();
    }
}
