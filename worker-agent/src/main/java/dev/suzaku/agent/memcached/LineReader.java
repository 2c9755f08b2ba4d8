package dev.suzaku.agent.memcached;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines ended by CR LF and blocks of known length, both with limits. Not thread-safe. */
final class LineReader {

    /** Longest line accepted, in bytes; memcached's own limit for a command line. */
    static final int LINE_BYTES_MAX = 2_048;
    /** Longest value accepted, in bytes; memcached's default item limit. */
    static final int VALUE_BYTES_MAX = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[8_192];
    private int start;
    private int end;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its CR LF, as ISO 8859-1. */
    String line() throws IOException {
        String line = lineOfDump();
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new ProtocolException("reply line ends without CR");
        }
        return line.substring(0, line.length() - 1);
    }

    /** The next line without its LF, as ISO 8859-1: the crawler's dump has no CR, except after its END. */
    String lineOfDump() throws IOException {
        int scanned = 0;
        while (true) {
            for (int at = start + scanned; at < end; at++) {
                if (buffer[at] == '\n') {
                    return takeLine(at);
                }
            }
            scanned = end - start;
            if (scanned > LINE_BYTES_MAX) {
                throw new ProtocolException("reply line of more than " + LINE_BYTES_MAX + " bytes");
            }
            fill();
        }
    }

    /** The next {@code length} bytes, which CR LF must follow, as ISO 8859-1. */
    String block(int length) throws IOException {
        if (length < 0 || length > VALUE_BYTES_MAX) {
            throw new ProtocolException("value of " + length + " bytes, limit " + VALUE_BYTES_MAX);
        }
        while (end - start < length + 2) {
            fill();
        }
        if (buffer[start + length] != '\r' || buffer[start + length + 1] != '\n') {
            throw new ProtocolException("value of " + length + " bytes is not followed by CR LF");
        }
        String block = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
        start += length + 2;
        return block;
    }

    /** Whether bytes have arrived that no reply has claimed. */
    boolean hasLeftover() {
        return start != end;
    }

    private String takeLine(int newline) {
        String line = new String(buffer, start, newline - start, StandardCharsets.ISO_8859_1);
        start = newline + 1;
        return line;
    }

    private void fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length) {
            byte[] target = start > 0 ? buffer : new byte[buffer.length * 2];
            System.arraycopy(buffer, start, target, 0, end - start);
            end -= start;
            start = 0;
            buffer = target;
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            throw new EOFException("server closed the connection");
        }
        end += count;
    }
}
