package dev.suzaku.coordinator;

/**
 * Something given from outside (a file, an argument, a port) cannot be used. The message is one line that says what is wrong, with
 * which input, and what to do; the command line prints it as it is and exits with code 254.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(oneLine(message));
    }

    public BadInputException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
