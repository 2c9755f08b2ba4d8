package dev.suzaku.faults.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A server that keeps numbers by key, and how to speak with it.
 *
 * @param file its program
 * @param arguments its arguments for a port of the loopback address
 * @param connector opens a connection of a client
 * @param files judges what it has written to files
 */
record KeyValueServer(
        Path file, IntFunction<List<String>> arguments, KeyValueClient.Connector connector, WrittenFiles files) {
    /** What a server leaves in files. */
    @FunctionalInterface
    interface WrittenFiles {
        /**
         * Compares the files with what the clients were promised. The server still runs, and no client asks anything.
         *
         * @throws SoakFailure when a promise was broken
         */
        void judge(int port, List<KeyValueClient> clients);
    }

    /** A server that keeps everything in memory. */
    static WrittenFiles none() {
        return (port, clients) -> {};
    }
}
