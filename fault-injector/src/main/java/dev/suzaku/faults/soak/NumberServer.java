package dev.suzaku.faults.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program for soaks: a small server with a thread for every connection, which keeps numbers by key and speaks redis's SET, GET and INCR.
 * Every request leaves garbage, some of it long-lived, so that the collector and its threads have work.
 */
final class NumberServer {
    private static final int BACKLOG = 16;
    private static final int GARBAGE_BYTES = 64 << 10;
    private static final int KEPT_PIECES = 64;

    private final Map<String, Long> numbers = new ConcurrentHashMap<>();

    private NumberServer() {}

    /** {@code NumberServer PORT}: serves on the loopback address until it is killed. */
    public static void main(String[] words) throws IOException {
        NumberServer server = new NumberServer();
        try (ServerSocket listener =
                new ServerSocket(Integer.parseInt(words[0]), BACKLOG, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket client = listener.accept();
                new Thread(() -> server.serve(client)).start();
            }
        }
    }

    private void serve(Socket client) {
        byte[][] pieces = new byte[KEPT_PIECES][];
        int requests = 0;
        try (client;
                BufferedReader input =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            client.setTcpNoDelay(true);
            OutputStream output = client.getOutputStream();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                pieces[requests++ % KEPT_PIECES] = new byte[GARBAGE_BYTES];
                output.write((answer(line.split(" ")) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            return; // a cut resets connections; the client comes again
        }
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "SET" -> {
                numbers.put(words[1], Long.parseLong(words[2]));
                yield "+OK";
            }
            case "INCR" -> ":" + numbers.merge(words[1], 1L, Long::sum);
            case "GET" -> {
                Long number = numbers.get(words[1]);
                yield number == null ? "$-1" : "$" + number.toString().length() + "\r\n" + number;
            }
            default -> "-ERR unknown command";
        };
    }
}
