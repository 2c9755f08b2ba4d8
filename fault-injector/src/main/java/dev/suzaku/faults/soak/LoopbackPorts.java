package dev.suzaku.faults.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
final class LoopbackPorts {
    private static final int MIN = 20_000;
    private static final int MAX = 32_000;

    private LoopbackPorts() {}

    /** One that nobody uses, below the ephemeral range: a client that reconnects to a port of that range may connect to itself. */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // somebody has it: try another
            }
        }
    }
}
