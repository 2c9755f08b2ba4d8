package dev.suzaku.histories;

/**
 * Reads the part of EDN that histories use, strictly, with limits on depth and size: nil, booleans, numbers, texts,
 * characters, keywords, symbols, vectors, lists, sets, maps, comments, discards; tags are read over. Values are written as
 * {@link PayloadWriter} writes them: keywords, symbols, characters, booleans and numbers that are not whole as texts, sets
 * and lists as sequences, maps as {@link MapEncoding} says. Errors name the line.
 */
final class EdnText {
    static final int DEPTH_MAX = ChunkFormat.VALUE_DEPTH_MAX;
    private static final boolean[] TOKEN_START = new boolean[256];
    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] BLANK = new boolean[256];
    private static final boolean[] COMMENT = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            TOKEN_START[c] =
                    c >= 0x80 || c < 0x7F && Character.isLetterOrDigit(c) || ".*+!-_?$%&=<>/|'".indexOf(c) >= 0;
            TOKEN[c] = TOKEN_START[c] || c == '#' || c == ':';
            BLANK[c] = " ,\n\t\r\f".indexOf(c) >= 0;
            COMMENT[c] = c != '\n';
        }
    }

    private final TextSource source;
    private final PayloadWriter discarded = new PayloadWriter(64);

    EdnText(TextSource source) {
        this.source = source;
    }

    /** The next byte after blanks, comments and discards, which stays; {@link TextSource#END} when nothing is left. */
    int peek() {
        return peek(1);
    }

    private int peek(int depth) {
        while (true) {
            int next = source.skip(BLANK);
            if (next == ';') {
                source.skip(COMMENT);
            } else if (next == '#' && source.peekSecond() == '_') {
                source.take();
                source.take();
                discarded.clear();
                takeValue(discarded, depth + 1);
            } else {
                return next;
            }
        }
    }

    /** Takes a tag, if there is one, and blanks around it. */
    void takeTag() {
        if (peek() == '#' && source.peekSecond() != '{') {
            source.take();
            source.takeToken("a tag", TOKEN);
            peek();
        }
    }

    /** Takes a keyword, a text or a symbol as the source's token. */
    void takeName() {
        int next = peek();
        if (next == '"') {
            source.take();
            source.takeQuoted();
            return;
        }
        if (next == ':') {
            source.take();
        }
        source.takeToken("the name of a field", TOKEN);
    }

    /** Takes a value and writes it. */
    void takeValue(PayloadWriter out) {
        takeValue(out, 1);
    }

    private void takeValue(PayloadWriter out, int depth) {
        if (depth > DEPTH_MAX) {
            throw source.wrong("nested deeper than the limit of " + DEPTH_MAX);
        }
        int next = peek(depth);
        switch (next) {
            case TextSource.END -> throw source.wrong("the file ends where a value was expected");
            case '[' -> takeItems(out, ']', depth);
            case '(' -> takeItems(out, ')', depth);
            case '{' -> takeMap(out, depth);
            case '"' -> {
                source.take();
                source.takeQuoted();
                out.putTextValue(source.token(), source.tokenLength());
            }
            case ':' -> {
                source.take();
                source.takeToken("a keyword", TOKEN);
                out.putTextValue(source.token(), source.tokenLength());
            }
            case '\\' -> takeCharacter(out);
            case '#' -> {
                if (source.peekSecond() == '{') {
                    source.take();
                    takeItems(out, '}', depth);
                } else {
                    source.take();
                    source.takeToken("a tag", TOKEN);
                    takeValue(out, depth + 1);
                }
            }
            case ']', ')', '}' -> throw source.wrong("'" + (char) next + "' closes nothing");
            default -> takeAtom(next, out);
        }
    }

    private void takeAtom(int first, PayloadWriter out) {
        if (!TOKEN_START[first]) {
            throw source.wrong("unexpected " + TextSource.shown(first));
        }
        source.takeToken("a symbol", TOKEN);
        byte[] token = source.token();
        int length = source.tokenLength();
        boolean signed = length > 1 && (first == '-' || first == '+');
        if (isDigit(first) || signed && isDigit(token[1])) {
            source.putNumber(out);
        } else if (length == 3 && token[0] == 'n' && token[1] == 'i' && token[2] == 'l') {
            out.putNothing();
        } else {
            out.putTextValue(token, length);
        }
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private void takeCharacter(PayloadWriter out) {
        source.take();
        int first = source.peek();
        if (first != TextSource.END && TOKEN_START[first]) {
            source.takeToken("a character", TOKEN);
            out.putTextValue(source.token(), source.tokenLength());
        } else if (first > ' ') {
            out.putTextValue(new byte[] {(byte) source.take()}, 1);
        } else {
            throw source.wrong("a character was expected, not " + TextSource.shown(first));
        }
    }

    private void takeItems(PayloadWriter out, char closing, int depth) {
        long begin = source.line();
        source.take();
        int start = out.beginSequence();
        int count = 0;
        while (true) {
            int next = peek(depth);
            if (next == closing) {
                source.take();
                out.endSequence(start, count);
                return;
            }
            requireOpen(next, closing, begin);
            takeValue(out, depth + 1);
            count++;
            requireSize(out);
        }
    }

    private void takeMap(PayloadWriter out, int depth) {
        long begin = source.line();
        source.take();
        MapEncoding map = new MapEncoding(source);
        for (int next = peek(depth); next != '}'; next = peek(depth)) {
            requireOpen(next, '}', begin);
            PayloadWriter key = new PayloadWriter(16);
            takeValue(key, depth + 1);
            if (peek(depth) == '}') {
                throw source.wrong("a map has a key without a value");
            }
            PayloadWriter value = new PayloadWriter(16);
            takeValue(value, depth + 1);
            map.add(key, value);
            requireSize(map.length());
        }
        source.take();
        map.write(out);
    }

    void requireOpen(int next, char closing, long begin) {
        if (next == TextSource.END) {
            throw new HistoryFormatException("line " + begin + ": a bracket is never closed by '" + closing + "'");
        }
    }

    private void requireSize(PayloadWriter out) {
        requireSize(out.length());
    }

    private void requireSize(int bytes) {
        if (bytes > ChunkFormat.VALUE_BYTES_MAX) {
            throw source.wrong("a value is larger than the limit of " + ChunkFormat.VALUE_BYTES_MAX + " bytes");
        }
    }
}
