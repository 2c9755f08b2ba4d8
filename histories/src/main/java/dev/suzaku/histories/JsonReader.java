package dev.suzaku.histories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly, with limits on depth and size. Errors name the line. */
final class JsonReader {
    private final TextSource source;

    JsonReader(String text) {
        this.source = new TextSource(text);
    }

    int line() {
        return source.line();
    }

    boolean atEnd() {
        skipBlanks();
        return source.peek() == TextSource.END;
    }

    /** Takes the character if it is next. */
    boolean takeIf(char expected) {
        skipBlanks();
        if (source.peek() != expected) {
            return false;
        }
        source.take();
        return true;
    }

    HistoryFormatException wrong(String what) {
        return source.wrong(what);
    }

    Edn take() {
        return take(1);
    }

    private Edn take(int depth) {
        if (depth > EdnReader.DEPTH_MAX) {
            throw source.wrong("nested deeper than the limit of " + EdnReader.DEPTH_MAX);
        }
        skipBlanks();
        int next = source.peek();
        if (takeIf('[')) {
            return takeArray(depth);
        }
        if (takeIf('{')) {
            return takeObject(depth);
        }
        if (takeIf('"')) {
            return new Edn.Text(source.takeQuoted());
        }
        if (next == '-' || next >= '0' && next <= '9') {
            return source.number(takeWord());
        }
        String word = takeWord();
        return switch (word) {
            case "null" -> new Edn.Nil();
            case "true" -> new Edn.Bool(true);
            case "false" -> new Edn.Bool(false);
            default ->
                throw source.wrong(
                        word.isEmpty() ? "unexpected " + TextSource.shown(source.peek()) : "unexpected word " + word);
        };
    }

    private String takeWord() {
        StringBuilder word = new StringBuilder();
        while (word.length() < 100
                && (Character.isLetterOrDigit(source.peek())
                        || source.peek() != TextSource.END && "+-.".indexOf(source.peek()) >= 0)) {
            word.append((char) source.take());
        }
        return word.toString();
    }

    private Edn takeArray(int depth) {
        List<Edn> items = new ArrayList<>();
        if (takeIf(']')) {
            return new Edn.Items(items);
        }
        do {
            items.add(take(depth + 1));
        } while (takeIf(','));
        require(']');
        return new Edn.Items(items);
    }

    private Edn takeObject(int depth) {
        Map<String, Edn> entries = new HashMap<>();
        if (takeIf('}')) {
            return new Edn.Dictionary(entries);
        }
        do {
            require('"');
            String name = source.takeQuoted();
            require(':');
            if (entries.put(name, take(depth + 1)) != null) {
                throw source.wrong("an object has the key " + name + " twice");
            }
        } while (takeIf(','));
        require('}');
        return new Edn.Dictionary(entries);
    }

    private void require(char expected) {
        if (!takeIf(expected)) {
            throw source.wrong("'" + expected + "' was expected, not " + TextSource.shown(source.peek()));
        }
    }

    private void skipBlanks() {
        while (source.peek() == ' ' || source.peek() == '\n' || source.peek() == '\r' || source.peek() == '\t') {
            source.take();
        }
    }
}
