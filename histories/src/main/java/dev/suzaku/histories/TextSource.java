package dev.suzaku.histories;

/** Characters of a text with the line number, for readers of text formats. */
final class TextSource {
    static final int END = -1;

    private final String text;
    private int position;
    private int line = 1;

    TextSource(String text) {
        this.text = text;
    }

    int peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    int peekSecond() {
        return position + 1 < text.length() ? text.charAt(position + 1) : END;
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

    int line() {
        return line;
    }

    HistoryFormatException wrong(String what) {
        return new HistoryFormatException("line " + line + ": " + what);
    }

    /** A character as it is shown in messages. */
    static String shown(int character) {
        if (character == END) {
            return "the end of the file";
        }
        return character < ' ' || character > '~'
                ? String.format("character U+%04X", character)
                : "'" + (char) character + "'";
    }

    /** The escape after a backslash, common to EDN and JSON. */
    char takeEscape() {
        int escape = take();
        switch (escape) {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case '"':
            case '\\':
            case '/':
                return (char) escape;
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(take(), 16);
                    if (digit < 0) {
                        throw wrong("\\u needs four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                return (char) code;
            default:
                throw wrong("unknown escape \\ and " + shown(escape));
        }
    }

    /** The rest of a text after its opening quote. */
    String takeQuoted() {
        StringBuilder quoted = new StringBuilder();
        int begin = line;
        while (true) {
            int next = take();
            if (next == '"') {
                return quoted.toString();
            }
            if (next == END) {
                throw new HistoryFormatException("line " + begin + ": a text has no closing quote");
            }
            quoted.append(next == '\\' ? takeEscape() : (char) next);
            if (quoted.length() > ChunkFormat.TEXT_BYTES_MAX) {
                throw wrong("a text is longer than the limit of " + ChunkFormat.TEXT_BYTES_MAX);
            }
        }
    }

    /** A number's value, or its text when it is not whole. */
    Edn number(String token) {
        String digits = token.endsWith("N") ? token.substring(0, token.length() - 1) : token;
        if (digits.matches("[+-]?[0-9]{1,100}")) {
            try {
                return new Edn.Whole(Long.parseLong(digits));
            } catch (NumberFormatException e) {
                throw wrong("the number " + token + " has more than 64 bits");
            }
        }
        if (token.matches("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,4})?M?")) {
            return new Edn.Decimal(token);
        }
        throw wrong("'" + (token.length() > 40 ? token.substring(0, 40) : token) + "' is no number");
    }
}
