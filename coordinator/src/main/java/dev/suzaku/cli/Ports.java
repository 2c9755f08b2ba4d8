package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;

/** Ports that a command may be told to use. */
final class Ports {
    private static final int MIN = 1_024;
    /** Above begins the ephemeral range, from which clients' own ends of connections are taken. */
    private static final int MAX = 32_767;

    private Ports() {}

    static int require(String option, int port) {
        if (port < MIN || port > MAX) {
            throw new BadInputException(option + " must be " + MIN + " to " + MAX + ", is " + port);
        }
        return port;
    }
}
