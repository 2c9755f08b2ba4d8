package dev.suzaku.histories;

/** Events in EDN: one vector or list of maps, or maps one after the other. */
final class JepsenEdnEvents implements JepsenEvents {
    private final TextSource source;
    private final EdnText edn;
    private long openingLine;
    private int closing;
    private boolean begun;

    JepsenEdnEvents(TextSource source) {
        this.source = source;
        this.edn = new EdnText(source);
    }

    @Override
    public boolean next(JepsenFields fields) {
        if (!begun) {
            begin();
        }
        int next = edn.peek();
        if (closing != 0 && next == closing) {
            source.take();
            if (edn.peek() != TextSource.END) {
                throw source.wrong("something follows the history");
            }
            closing = 0;
            return false;
        }
        if (next == TextSource.END) {
            if (closing != 0) {
                edn.requireOpen(next, (char) closing, openingLine);
            }
            return false;
        }
        takeEvent(fields);
        return true;
    }

    private void begin() {
        begun = true;
        int next = edn.peek();
        if (next == '[' || next == '(') {
            openingLine = source.line();
            source.take();
            closing = next == '[' ? ']' : ')';
        }
    }

    private void takeEvent(JepsenFields fields) {
        edn.takeTag();
        int next = edn.peek();
        long begin = source.line();
        fields.begin(begin);
        if (next == ']' || next == ')' || next == '}') {
            throw source.wrong("'" + (char) next + "' closes nothing");
        }
        if (next != '{') {
            throw fields.wrong("an event must be a map");
        }
        source.take();
        for (next = edn.peek(); next != '}'; next = edn.peek()) {
            edn.requireOpen(next, '}', begin);
            edn.takeName();
            PayloadWriter field = fields.field(source.token(), source.tokenLength());
            if (edn.peek() == '}') {
                throw source.wrong("a map has a key without a value");
            }
            edn.takeValue(field);
        }
        source.take();
    }
}
