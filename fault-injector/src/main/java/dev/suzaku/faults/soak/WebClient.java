package dev.suzaku.faults.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a web server for files, over connections that it keeps as long as they live, and compares every byte. Each request has a name of
 * its own, so that the server's log can be compared with what was answered.
 */
final class WebClient extends SoakClient {
    private static final int ANSWER_MILLIS = 10_000;

    private final int number;
    private final int port;
    private final byte[][] files;
    private final SplittableRandom random;
    private final Set<String> answered = new HashSet<>();
    private final AtomicLong answers = new AtomicLong();
    private long requests;

    /** @param files the contents of {@code /file-0}, {@code /file-1} ... */
    WebClient(int number, int port, byte[][] files) {
        this.number = number;
        this.port = port;
        this.files = files.clone();
        this.random = new SplittableRandom(number);
    }

    @Override
    void converse() throws IOException {
        try (Socket socket = connect();
                InputStream input = new BufferedInputStream(socket.getInputStream())) {
            while (!isStopping()) {
                request(socket, input);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void request(Socket socket, InputStream input) throws IOException {
        int file = random.nextInt(files.length);
        String name = number + "." + ++requests;
        String request = "GET /file-" + file + "?" + name + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int length = readHead(input);
        byte[] body = input.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended within a file");
        }
        if (!Arrays.equals(body, files[file])) {
            throw new SoakFailure(
                    "the answer to request " + name + " is not file-" + file + ": it has " + length + " bytes");
        }
        answered.add(name);
        answers.incrementAndGet();
    }

    /** The length of what follows. */
    private static int readHead(InputStream input) throws IOException {
        String status = line(input);
        if (!status.equals("HTTP/1.1 200 OK")) {
            throw new SoakFailure("the server answered '" + status + "'");
        }
        int length = -1;
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            if (line.startsWith("Content-Length: ")) {
                length = (int) KeyValueLink.number(line.substring("Content-Length: ".length()));
            }
        }
        if (length < 0) {
            throw new SoakFailure("the server answered without a length");
        }
        return length;
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within an answer's head");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    long answers() {
        return answers.get();
    }

    /** The names of the requests that were answered; for after the end of the thread. */
    Set<String> answered() {
        return answered;
    }
}
