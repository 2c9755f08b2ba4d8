package dev.suzaku.pmem;

/**
 * An image, a program or this machine cannot be used as asked. The message is one line for the user: what failed, with which input,
 * what to do.
 */
public final class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
