package dev.suzaku.agent.memcached;

import java.io.IOException;

/** The server said something that is not an answer to the command sent. The connection is of no further use. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
