package dev.suzaku.histories;

/**
 * Reads JSON strictly, with limits on depth and size. Values are written as {@link PayloadWriter} writes them: booleans
 * and numbers that are not whole as texts, objects as {@link MapEncoding} says; a name of an object that is a whole number
 * in plain decimal becomes that number, as it was in the EDN that the JSON was made from. Errors name the line.
 */
final class JsonText {
    private static final boolean[] WORD = new boolean[256];
    private static final boolean[] BLANK = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            BLANK[c] = " \n\r\t".indexOf(c) >= 0;
            WORD[c] = Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
        }
    }

    private final TextSource source;

    JsonText(TextSource source) {
        this.source = source;
    }

    /** The next byte after blanks, which stays. */
    int peek() {
        return source.skip(BLANK);
    }

    /** Takes the character if it is next. */
    boolean takeIf(char expected) {
        if (peek() != expected) {
            return false;
        }
        source.take();
        return true;
    }

    void require(char expected) {
        if (!takeIf(expected)) {
            throw source.wrong("'" + expected + "' was expected, not " + TextSource.shown(source.peek()));
        }
    }

    /** Takes a name and its colon; the name is the source's token. */
    void takeName() {
        require('"');
        source.takeQuoted();
        require(':');
    }

    void takeValue(PayloadWriter out) {
        takeValue(out, 1);
    }

    private void takeValue(PayloadWriter out, int depth) {
        if (depth > EdnText.DEPTH_MAX) {
            throw source.wrong("nested deeper than the limit of " + EdnText.DEPTH_MAX);
        }
        int next = peek();
        switch (next) {
            case '[' -> takeArray(out, depth);
            case '{' -> takeObject(out, depth);
            case '"' -> {
                source.take();
                source.takeQuoted();
                out.putTextValue(source.token(), source.tokenLength());
            }
            default -> takeWord(next, out);
        }
    }

    private void takeWord(int first, PayloadWriter out) {
        source.takeToken("a value", WORD);
        if (first == '-' || first >= '0' && first <= '9') {
            source.putNumber(out);
            return;
        }
        String word = source.tokenText();
        switch (word) {
            case "null" -> out.putNothing();
            case "true", "false" -> out.putTextValue(source.token(), source.tokenLength());
            default -> throw source.wrong("unexpected word " + word);
        }
    }

    private void takeArray(PayloadWriter out, int depth) {
        source.take();
        int start = out.beginSequence();
        int count = 0;
        if (!takeIf(']')) {
            do {
                takeValue(out, depth + 1);
                count++;
                requireSize(out.length());
            } while (takeIf(','));
            require(']');
        }
        out.endSequence(start, count);
    }

    private void takeObject(PayloadWriter out, int depth) {
        source.take();
        MapEncoding map = new MapEncoding(source);
        if (!takeIf('}')) {
            do {
                takeName();
                PayloadWriter key = new PayloadWriter(16);
                putName(key);
                PayloadWriter value = new PayloadWriter(16);
                takeValue(value, depth + 1);
                map.add(key, value);
                requireSize(map.length());
            } while (takeIf(','));
            require('}');
        }
        map.write(out);
    }

    private void putName(PayloadWriter key) {
        if (source.tokenLength() <= 18 && source.tokenText().matches("0|-?[1-9][0-9]*")) {
            source.putNumber(key);
        } else {
            key.putTextValue(source.token(), source.tokenLength());
        }
    }

    private void requireSize(int bytes) {
        if (bytes > ChunkFormat.VALUE_BYTES_MAX) {
            throw source.wrong("a value is larger than the limit of " + ChunkFormat.VALUE_BYTES_MAX + " bytes");
        }
    }
}
