package dev.suzaku.agent.memcached;

import java.io.IOException;

/**
 * The server answered SERVER_ERROR. The connection stays usable, but the outcome of the command is unknown: a set that
 * finds no memory deletes the old value.
 */
public final class ServerErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    public ServerErrorException(String message) {
        super(message);
    }
}
