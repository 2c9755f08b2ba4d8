package dev.suzaku.agent.memcached;

import java.io.IOException;

/** No connection could be made, so no byte of the command left this process: it certainly did not happen. */
public final class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotSentException(String message, Throwable cause) {
        super(message, cause);
    }
}
