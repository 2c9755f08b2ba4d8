package dev.suzaku.histories;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of a UTF-8 text with the line number, for readers of text formats; a buffer's worth of the file in memory. What
 * was last taken as a token or as quoted text stands in {@link #token()} until the next is taken.
 */
final class TextSource {
    static final int END = -1;
    private static final int TOKEN_BYTES_MAX = 4096;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 15];
    private int position;
    private int limit;
    private long line = 1;
    private byte[] token = new byte[64];
    private int tokenLength;

    TextSource(InputStream in) {
        this.in = in;
        if (peek() == 0xEF && peekSecond() == 0xBB) { // a byte order mark
            position += 3;
        }
    }

    int peek() {
        return position < limit || fill() ? buffer[position] & 0xFF : END;
    }

    int peekSecond() {
        return position + 1 < limit || fill() && position + 1 < limit ? buffer[position + 1] & 0xFF : END;
    }

    int take() {
        int next = peek();
        if (next != END) {
            position++;
            if (next == '\n') {
                line++;
            }
        }
        return next;
    }

    /** Reads on, keeping what was not taken yet; false at the end of the file. */
    private boolean fill() {
        int kept = Math.max(0, limit - position);
        System.arraycopy(buffer, Math.min(position, limit), buffer, 0, kept);
        position = Math.max(0, position - limit);
        try {
            int count = in.read(buffer, kept, buffer.length - kept);
            limit = kept + Math.max(0, count);
            return count > 0;
        } catch (IOException e) {
            throw new HistoryFormatException("line " + line + ": " + e.getMessage(), e);
        }
    }

    long line() {
        return line;
    }

    HistoryFormatException wrong(String what) {
        return new HistoryFormatException("line " + line + ": " + what);
    }

    /** A byte as it is shown in messages. */
    static String shown(int character) {
        if (character == END) {
            return "the end of the file";
        }
        return character < ' ' || character > '~'
                ? String.format("byte 0x%02X", character)
                : "'" + (char) character + "'";
    }

    byte[] token() {
        return token;
    }

    int tokenLength() {
        return tokenLength;
    }

    String tokenText() {
        return new String(token, 0, tokenLength, StandardCharsets.UTF_8);
    }

    private void appendOctet(int octet) {
        if (tokenLength == token.length) {
            token = Arrays.copyOf(token, 2 * tokenLength);
        }
        token[tokenLength++] = (byte) octet;
    }

    /** Takes bytes as long as they are in the set; returns the one after them, which stays. */
    int skip(boolean[] set) {
        do {
            while (position < limit && set[buffer[position] & 0xFF]) {
                if (buffer[position++] == '\n') {
                    line++;
                }
            }
        } while (position >= limit && fill());
        return position < limit ? buffer[position] & 0xFF : END;
    }

    /** Takes bytes, none of them a line's end, as long as they are in the set. */
    void takeToken(String what, boolean[] set) {
        tokenLength = 0;
        int signs = 0;
        do {
            int from = position;
            while (position < limit && set[buffer[position] & 0xFF]) {
                signs |= buffer[position++];
            }
            append(from);
            if (tokenLength > TOKEN_BYTES_MAX) {
                throw wrong(what + " is longer than " + TOKEN_BYTES_MAX + " bytes");
            }
        } while (position >= limit && fill());
        if (tokenLength == 0) {
            throw wrong(what + " was expected, not " + shown(peek()));
        }
        if (signs < 0) {
            requireUtf8();
        }
    }

    /** Takes the rest of a text after its opening quote. */
    void takeQuoted() {
        tokenLength = 0;
        long begin = line;
        int signs = 0;
        while (true) {
            int from = position;
            byte next = 0;
            while (position < limit && (next = buffer[position]) != '"' && next != '\\') {
                signs |= next;
                line += next == '\n' ? 1 : 0;
                position++;
            }
            append(from);
            if (tokenLength > ChunkFormat.TEXT_BYTES_MAX) {
                throw wrong("a text is longer than the limit of " + ChunkFormat.TEXT_BYTES_MAX + " bytes");
            }
            if (position >= limit) {
                if (!fill()) {
                    throw new HistoryFormatException("line " + begin + ": a text has no closing quote");
                }
            } else {
                position++;
                if (next == '"') {
                    break;
                }
                takeEscape();
            }
        }
        if (signs < 0) {
            requireUtf8();
        }
    }

    /** Appends what was taken from the given place in the buffer on. */
    private void append(int from) {
        int count = position - from;
        if (token.length - tokenLength < count) {
            token = Arrays.copyOf(token, Math.max(2 * token.length, tokenLength + count));
        }
        System.arraycopy(buffer, from, token, tokenLength, count);
        tokenLength += count;
    }

    private void requireUtf8() {
        try {
            Utf8.require(token, 0, tokenLength);
        } catch (HistoryFormatException e) {
            throw new HistoryFormatException("line " + line + ": " + e.getMessage(), e);
        }
    }

    /** The escape after a backslash, common to EDN and JSON. */
    private void takeEscape() {
        int escape = take();
        switch (escape) {
            case 'n' -> appendOctet('\n');
            case 't' -> appendOctet('\t');
            case 'r' -> appendOctet('\r');
            case 'b' -> appendOctet('\b');
            case 'f' -> appendOctet('\f');
            case '"', '\\', '/' -> appendOctet(escape);
            case 'u' -> takeUnicode();
            default -> throw wrong("unknown escape \\ and " + shown(escape));
        }
    }

    private void takeUnicode() {
        char first = takeFourDigits();
        String text = String.valueOf(first);
        if (Character.isHighSurrogate(first) && peek() == '\\' && peekSecond() == 'u') {
            position += 2;
            text += takeFourDigits();
        }
        byte[] utf8;
        try {
            utf8 = Utf8.encoded(text);
        } catch (HistoryFormatException e) {
            throw new HistoryFormatException("line " + line + ": " + e.getMessage(), e);
        }
        for (byte octet : utf8) {
            appendOctet(octet);
        }
    }

    private char takeFourDigits() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw wrong("\\u needs four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Writes the token, which begins like a number, as a value: a whole number, or the text of any other. */
    void putNumber(PayloadWriter out) {
        int at = token[0] == '-' || token[0] == '+' ? 1 : 0;
        if (tokenLength - at <= 18) {
            long whole = 0;
            int digits = at;
            for (; digits < tokenLength && token[digits] >= '0' && token[digits] <= '9'; digits++) {
                whole = 10 * whole + token[digits] - '0';
            }
            if (digits == tokenLength && digits > at) {
                out.putWhole(token[0] == '-' ? -whole : whole);
                return;
            }
        }
        putLongNumber(tokenText(), out);
    }

    private void putLongNumber(String number, PayloadWriter out) {
        String digits = number.endsWith("N") ? number.substring(0, number.length() - 1) : number;
        if (digits.matches("[+-]?[0-9]{1,100}")) {
            try {
                out.putWhole(Long.parseLong(digits));
                return;
            } catch (NumberFormatException e) {
                throw new HistoryFormatException(
                        "line " + line + ": the number " + number + " has more than 64 bits", e);
            }
        }
        if (!number.matches("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,4})?M?")) {
            throw wrong("'" + (number.length() > 40 ? number.substring(0, 40) : number) + "' is no number");
        }
        out.putTextValue(token, tokenLength);
    }
}
