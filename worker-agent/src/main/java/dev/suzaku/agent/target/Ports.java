package dev.suzaku.agent.target;

import dev.suzaku.agent.TargetException;
import dev.suzaku.agent.TargetOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/** Free TCP ports of 127.0.0.1, below the ephemeral range so that no client's own end can occupy them. */
final class Ports {

    private static final int SEARCH_FROM = 20_000;

    private Ports() {}

    /** The wanted port if it is free; for 0 the first free one from a place that the seed decides. */
    static int choose(int wanted, long seed) {
        if (wanted != 0) {
            if (!isFree(wanted)) {
                throw new TargetException(
                        "port " + wanted + " on 127.0.0.1 is taken: stop what listens there or choose another port");
            }
            return wanted;
        }
        int count = TargetOptions.PORT_MAX + 1 - SEARCH_FROM;
        int first = new SplittableRandom(seed).nextInt(count);
        for (int tried = 0; tried < count; tried++) {
            int port = SEARCH_FROM + (first + tried) % count;
            if (isFree(port)) {
                return port;
            }
        }
        throw new TargetException("no free port on 127.0.0.1 from " + SEARCH_FROM + " to " + TargetOptions.PORT_MAX);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
