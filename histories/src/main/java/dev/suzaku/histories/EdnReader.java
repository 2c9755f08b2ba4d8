package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of EDN that histories use, strictly, with limits on depth and size: nil, booleans, numbers, texts,
 * characters, keywords, symbols, vectors, lists, sets, maps, comments, discards; tags are read over. Errors name the line.
 */
final class EdnReader {
    static final int DEPTH_MAX = 64;
    private static final int ITEMS_MAX = 100_000_000;

    private final TextSource source;

    EdnReader(String text) {
        this.source = new TextSource(text);
    }

    int line() {
        return source.line();
    }

    /** Whether nothing but blanks, comments and discards is left. */
    boolean atEnd() {
        skipBlanks();
        return source.peek() == TextSource.END;
    }

    /** If the next thing is an opening bracket of a vector or list, takes it and returns its closing bracket; else 0. */
    char takeOpening() {
        skipBlanks();
        int next = source.peek();
        if (next != '[' && next != '(') {
            return 0;
        }
        source.take();
        return next == '[' ? ']' : ')';
    }

    /** If the next thing is the given closing bracket, takes it. */
    boolean takeClosing(char closing) {
        skipBlanks();
        if (source.peek() != closing) {
            return false;
        }
        source.take();
        return true;
    }

    Edn take() {
        return take(1);
    }

    private Edn take(int depth) {
        if (depth > DEPTH_MAX) {
            throw source.wrong("nested deeper than the limit of " + DEPTH_MAX);
        }
        skipBlanks(depth);
        int next = source.take();
        switch (next) {
            case TextSource.END:
                throw source.wrong("the file ends where a value was expected");
            case '[':
                return new Edn.Items(takeItems(']', depth));
            case '(':
                return new Edn.Items(takeItems(')', depth));
            case '{':
                return takeDictionary(depth);
            case '"':
                return new Edn.Text(source.takeQuoted());
            case ':':
                return new Edn.Keyword(takeToken("a keyword", ""));
            case '\\':
                return new Edn.Text(takeCharacter());
            case '#':
                return takeDispatch(depth);
            case ']':
            case ')':
            case '}':
                throw source.wrong("'" + (char) next + "' closes nothing");
            default:
                return takeAtom(next);
        }
    }

    private Edn takeDispatch(int depth) {
        if (source.peek() == '{') {
            source.take();
            return new Edn.Items(takeItems('}', depth));
        }
        takeToken("a tag", "");
        return take(depth + 1);
    }

    private Edn takeAtom(int first) {
        if (!isTokenCharacter(first)) {
            throw source.wrong("unexpected " + TextSource.shown(first));
        }
        String token = takeToken("a symbol", String.valueOf((char) first));
        boolean signed = token.length() > 1 && (first == '-' || first == '+');
        if (Character.isDigit(first) || signed && Character.isDigit(token.charAt(1))) {
            return source.number(token);
        }
        return switch (token) {
            case "nil" -> new Edn.Nil();
            case "true" -> new Edn.Bool(true);
            case "false" -> new Edn.Bool(false);
            default -> new Edn.Symbol(token);
        };
    }

    private String takeCharacter() {
        int first = source.take();
        if (first == TextSource.END) {
            throw source.wrong("the file ends within a character");
        }
        String token = String.valueOf((char) first);
        return isTokenCharacter(source.peek()) ? takeToken("a character", token) : token;
    }

    private String takeToken(String what, String begin) {
        StringBuilder token = new StringBuilder(begin);
        while (isTokenCharacter(source.peek()) || source.peek() == '#' || source.peek() == ':') {
            token.append((char) source.take());
            if (token.length() > 4096) {
                throw source.wrong(what + " is longer than 4096 characters");
            }
        }
        if (token.length() == 0) {
            throw source.wrong(what + " was expected, not " + TextSource.shown(source.peek()));
        }
        return token.toString();
    }

    private static boolean isTokenCharacter(int character) {
        return character != TextSource.END
                && (Character.isLetterOrDigit(character) || ".*+!-_?$%&=<>/|'".indexOf(character) >= 0);
    }

    private List<Edn> takeItems(char closing, int depth) {
        List<Edn> items = new ArrayList<>();
        int begin = source.line();
        while (true) {
            skipBlanks(depth);
            if (source.peek() == closing) {
                source.take();
                return items;
            }
            if (source.peek() == TextSource.END) {
                throw new HistoryFormatException("line " + begin + ": a bracket is never closed by '" + closing + "'");
            }
            if (items.size() >= ITEMS_MAX) {
                throw source.wrong("more than " + ITEMS_MAX + " items");
            }
            items.add(take(depth + 1));
        }
    }

    private Edn takeDictionary(int depth) {
        List<Edn> items = takeItems('}', depth);
        if (items.size() % 2 != 0) {
            throw source.wrong("a map has a key without a value");
        }
        Map<String, Edn> entries = new HashMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            String name = null;
            if (items.get(i) instanceof Edn.Keyword keyword) {
                name = keyword.name();
            } else if (items.get(i) instanceof Edn.Text text) {
                name = text.value();
            } else if (items.get(i) instanceof Edn.Symbol symbol) {
                name = symbol.name();
            } else if (items.get(i) instanceof Edn.Whole whole) {
                name = Long.toString(whole.value());
            }
            if (name != null && entries.put(name, items.get(i + 1)) != null) {
                throw source.wrong("a map has the key " + name + " twice");
            }
        }
        return new Edn.Dictionary(entries);
    }

    private void skipBlanks() {
        skipBlanks(1);
    }

    private void skipBlanks(int depth) {
        while (true) {
            int next = source.peek();
            if (next == ';') {
                while (source.peek() != '\n' && source.peek() != TextSource.END) {
                    source.take();
                }
            } else if (next == '#' && source.peekSecond() == '_') {
                source.take();
                source.take();
                take(depth + 1);
            } else if (next == ',' || next == 0xFEFF || next != TextSource.END && Character.isWhitespace(next)) {
                source.take();
            } else {
                return;
            }
        }
    }
}
