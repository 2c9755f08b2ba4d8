package dev.suzaku.histories;

/** Jepsen histories in JSON: one array of events, or events one after the other; see {@link JepsenEvents}. */
public final class JepsenJson {
    private JepsenJson() {}

    /**
     * Reads a history.
     *
     * @throws HistoryFormatException with the line number when the text is not what it should be
     */
    public static History parse(String text) {
        JsonReader reader = new JsonReader(text);
        JepsenEvents events = new JepsenEvents();
        if (reader.takeIf('[')) {
            boolean more = !reader.takeIf(']');
            while (more) {
                takeEvent(reader, events);
                more = reader.takeIf(',');
                if (!more && !reader.takeIf(']')) {
                    throw reader.wrong("a comma or the end of the array was expected");
                }
            }
        } else {
            while (!reader.atEnd()) {
                takeEvent(reader, events);
            }
        }
        if (!reader.atEnd()) {
            throw reader.wrong("something follows the history");
        }
        return events.build("jepsen-json");
    }

    private static void takeEvent(JsonReader reader, JepsenEvents events) {
        reader.atEnd();
        int line = reader.line();
        events.add(reader.take(), line);
    }
}
