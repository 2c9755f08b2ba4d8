package dev.suzaku.pmem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Writes and reads values of the key-value server, on several connections at a time, and compares each answer. */
record ServerLoad(int port, int connections, int operations) implements Runnable {
    private static final String VALUE = "0123456789".repeat(6);

    @Override
    public void run() {
        IntStream.range(0, connections).parallel().forEach(this::converse);
    }

    private void converse(int number) {
        String key = "key" + number;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            for (int done = 0; done < operations; done += 2) {
                exchange(socket, "set " + key + " 0 0 " + VALUE.length() + "\r\n" + VALUE + "\r\n", "STORED\r\n");
                exchange(socket, "get " + key + "\r\n", "VALUE " + key + " 0 60\r\n" + VALUE + "\r\nEND\r\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void exchange(Socket socket, String request, String expected) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream input = socket.getInputStream();
        String answer = new String(input.readNBytes(expected.length()), StandardCharsets.US_ASCII);
        if (!answer.equals(expected)) {
            throw new IllegalStateException("the server answered '" + answer + "' instead of '" + expected + "'");
        }
    }
}
