package dev.suzaku.histories;

/** A history cannot be read or written. The message is one line that names the file or place and what is wrong. */
public final class HistoryFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HistoryFormatException(String message) {
        super(message);
    }

    public HistoryFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
