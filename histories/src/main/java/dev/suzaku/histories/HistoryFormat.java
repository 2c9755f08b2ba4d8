package dev.suzaku.histories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The formats in which histories come. */
public enum HistoryFormat {
    /** Suzaku's own chunk file. */
    SUZAKU("suzaku"),
    /** Jepsen's {@code history.edn}. */
    JEPSEN_EDN("jepsen-edn"),
    /** The same in JSON. */
    JEPSEN_JSON("jepsen-json"),
    /** The etcd logs of Porcupine's test data. */
    PORCUPINE_ETCD("porcupine-etcd"),
    /** The get, put and append of Porcupine's test data, in EDN. */
    PORCUPINE_KV("porcupine-kv");

    /** The name that stands for detection. */
    public static final String AUTO = "auto";

    private static final int PROBE_BYTES = 4096;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern PORCUPINE_KV_LINE = Pattern.compile(
            "\\{:process \\d+, :type :invoke, :f :(get|put|append), :key \"[^\"]*\", :value (nil|\"[^\"]*\")}\n");

    private final String id;

    HistoryFormat(String id) {
        this.id = id;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** Names of all formats, {@code auto} first. */
    public static String ids() {
        return AUTO + ", " + formats();
    }

    private static String formats() {
        return Arrays.stream(values()).map(HistoryFormat::id).collect(Collectors.joining(", "));
    }

    /**
     * The format of that name.
     *
     * @param format an id, or {@code auto} to tell it from the file
     * @throws HistoryFormatException when there is none, or it cannot be told
     */
    public static HistoryFormat named(String format, Path path) {
        if (format.equals(AUTO)) {
            return detect(path);
        }
        for (HistoryFormat known : values()) {
            if (known.id.equals(format)) {
                return known;
            }
        }
        throw new HistoryFormatException("unknown history format " + format + "; known are " + ids());
    }

    /**
     * Reads a history in the named format.
     *
     * @param format an id, or {@code auto}
     * @throws HistoryFormatException with one clear line when the format is unknown or the file is not in it
     */
    public static History read(Path path, String format) {
        return named(format, path).read(path);
    }

    /**
     * Reads a history in this format.
     *
     * @throws HistoryFormatException with one clear line when the file is not in it
     */
    public History read(Path path) {
        if (this == SUZAKU) {
            return HistoryFile.read(path);
        }
        try {
            return read(TextInput.of(path));
        } catch (HistoryFormatException e) {
            throw wrong(path, e);
        }
    }

    /**
     * Reads a history from a text.
     *
     * @throws HistoryFormatException with the line when the text is not in this format, or this is no text format
     */
    public History parse(String text) {
        return read(TextInput.of(Utf8.encoded(text)));
    }

    /**
     * Opens a history to be read event by event, in the order of time, in bounded memory; a text is read over once before.
     *
     * @throws HistoryFormatException with one clear line when the file is not in this format; so do the cursor's methods
     */
    public EventCursor stream(Path path) {
        if (this == SUZAKU) {
            return new OrderedCursor(ChunkCursor.open(path));
        }
        try {
            return new OrderedCursor(cursor(TextInput.of(path)));
        } catch (HistoryFormatException e) {
            throw wrong(path, e);
        }
    }

    private HistoryFormatException wrong(Path path, HistoryFormatException e) {
        return new HistoryFormatException("cannot read " + path + " as " + id + ": " + e.getMessage(), e);
    }

    private History read(TextInput input) {
        try (EventCursor cursor = cursor(input)) {
            return HistoryBuilder.build(cursor);
        }
    }

    private EventCursor cursor(TextInput input) {
        return switch (this) {
            case JEPSEN_EDN, PORCUPINE_KV -> JepsenCursor.open(input, id, JepsenEdnEvents::new);
            case JEPSEN_JSON -> JepsenCursor.open(input, id, JepsenJsonEvents::new);
            case PORCUPINE_ETCD -> JepsenCursor.open(input, id, EtcdLogEvents::new);
            case SUZAKU -> throw new HistoryFormatException("a .szh file is no text");
        };
    }

    /**
     * Tells the format from the file's beginning.
     *
     * @throws HistoryFormatException when it looks like none
     */
    public static HistoryFormat detect(Path path) {
        byte[] probe;
        try (InputStream in = Files.newInputStream(path)) {
            probe = in.readNBytes(PROBE_BYTES);
        } catch (NoSuchFileException e) {
            throw new HistoryFormatException("cannot read " + path + ": no such file", e);
        } catch (IOException e) {
            throw new HistoryFormatException("cannot read " + path + ": " + e.getMessage(), e);
        }
        String begin = withoutMark(new String(probe, StandardCharsets.UTF_8)).stripLeading();
        if (begin.isEmpty() && probe.length < PROBE_BYTES) {
            throw new HistoryFormatException("cannot read " + path + ": it is empty, there is no event in it");
        }
        if (begin.startsWith("SZKUHIST")) {
            return SUZAKU;
        }
        if (begin.startsWith("INFO ") && begin.contains("jepsen.util")) {
            return PORCUPINE_ETCD;
        }
        if (PORCUPINE_KV_LINE.matcher(begin).lookingAt()) {
            return PORCUPINE_KV;
        }
        if (begin.matches("(?s)(\\[\\s*)?\\{\\s*\".*")) {
            return JEPSEN_JSON;
        }
        if (begin.matches("(?s)(;[^\\n]*\\n\\s*)*(;[^\\n]*\\n?|[\\[(]\\s*.*|\\{\\s*:.*|#.*)")) {
            return JEPSEN_EDN;
        }
        throw new HistoryFormatException("cannot tell the format of " + path + "; name one of " + formats());
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
}
