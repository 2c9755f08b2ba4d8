package dev.suzaku.histories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
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
    PORCUPINE_ETCD("porcupine-etcd");

    /** The name that stands for detection. */
    public static final String AUTO = "auto";

    private static final long TEXT_FILE_BYTES_MAX = 512L << 20;
    private static final int PROBE_BYTES = 4096;

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
        return AUTO + ", " + Arrays.stream(values()).map(HistoryFormat::id).collect(Collectors.joining(", "));
    }

    /**
     * Reads a history in the named format.
     *
     * @param format an id, or {@code auto}
     * @throws HistoryFormatException with one clear line when the format is unknown or the file is not in it
     */
    public static History read(Path path, String format) {
        if (format.equals(AUTO)) {
            return detect(path).read(path);
        }
        for (HistoryFormat known : values()) {
            if (known.id.equals(format)) {
                return known.read(path);
            }
        }
        throw new HistoryFormatException("unknown history format " + format + "; known are " + ids());
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
        String text = text(path);
        try {
            return switch (this) {
                case JEPSEN_EDN -> JepsenEdn.parse(text);
                case JEPSEN_JSON -> JepsenJson.parse(text);
                default -> PorcupineEtcd.parse(text);
            };
        } catch (HistoryFormatException e) {
            throw new HistoryFormatException("cannot read " + path + " as " + id + ": " + e.getMessage(), e);
        }
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
        String begin = new String(probe, StandardCharsets.UTF_8).stripLeading();
        if (begin.startsWith("SZKUHIST")) {
            return SUZAKU;
        }
        if (begin.startsWith("INFO ") && begin.contains("jepsen.util")) {
            return PORCUPINE_ETCD;
        }
        if (begin.matches("(?s)(\\[\\s*)?\\{\\s*\".*")) {
            return JEPSEN_JSON;
        }
        if (begin.matches("(?s)(;[^\\n]*\\n\\s*)*(;[^\\n]*\\n?|[\\[(]\\s*.*|\\{\\s*:.*|#.*)")) {
            return JEPSEN_EDN;
        }
        throw new HistoryFormatException("cannot tell the format of " + path + "; name one of " + ids());
    }

    private static String text(Path path) {
        try {
            long size = Files.size(path);
            if (size > TEXT_FILE_BYTES_MAX) {
                throw new HistoryFormatException("cannot read " + path + ": its " + size
                        + " bytes are more than the limit of " + TEXT_FILE_BYTES_MAX);
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new HistoryFormatException("cannot read " + path + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new HistoryFormatException("cannot read " + path + ": it is not UTF-8", e);
        } catch (IOException e) {
            throw new HistoryFormatException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}
