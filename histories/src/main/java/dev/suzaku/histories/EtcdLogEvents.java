package dev.suzaku.histories;

/**
 * The etcd logs of Porcupine's test data: one event to a line, written by Jepsen's logger.
 *
 * <pre>
 *   INFO  jepsen.util - PROCESS &lt;tab&gt; :TYPE &lt;tab&gt; :F &lt;tab&gt; VALUE
 * </pre>
 *
 * <p>There a compare-and-set that failed was answered "not equal" and so constrains the register; it is read as OK with
 * the result {@code REFUSED}.
 */
final class EtcdLogEvents implements JepsenEvents {
    private static final byte[] FAIL = Utf8.encoded("fail");
    private static final byte[] CAS = Utf8.encoded("cas");
    private static final byte[] OK = Utf8.encoded("ok");
    private static final byte[] REFUSED = Utf8.encoded("REFUSED");
    private static final byte[][] FIELDS = {
        Utf8.encoded("process"), Utf8.encoded("type"), Utf8.encoded("f"), Utf8.encoded("value")
    };
    private static final byte[] PREFIX = Utf8.encoded("INFO jepsen.util - ");

    private static final boolean[] BLANK = new boolean[256];
    private static final boolean[] BLANK_OR_END = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            BLANK[c] = c == ' ' || c == '\t' || c == '\r';
            BLANK_OR_END[c] = BLANK[c] || c == '\n';
        }
    }

    private final TextSource source;
    private final EdnText edn;

    EtcdLogEvents(TextSource source) {
        this.source = source;
        this.edn = new EdnText(source);
    }

    @Override
    public boolean next(JepsenFields fields) {
        source.skip(BLANK_OR_END);
        if (source.peek() == TextSource.END) {
            return false;
        }
        long line = source.line();
        fields.begin(line);
        takePrefix(fields);
        for (byte[] field : FIELDS) {
            source.skip(BLANK);
            if (source.peek() == '\n' || source.peek() == TextSource.END) {
                throw fields.wrong("no event of Jepsen's log");
            }
            edn.takeValue(fields.field(field, field.length));
        }
        source.skip(BLANK);
        if (source.line() != line || source.peek() != '\n' && source.peek() != TextSource.END) {
            throw fields.wrong("something follows the event");
        }
        PayloadWriter value = fields.value();
        boolean tuple = value.bytes()[0] == ChunkFormat.VALUE_SEQUENCE;
        if (tuple && JepsenFields.is(fields.type(), FAIL) && JepsenFields.is(fields.f(), CAS)) {
            fields.type().clear();
            fields.type().putTextValue(OK, OK.length);
            value.clear();
            value.putTextValue(REFUSED, REFUSED.length);
        }
        return true;
    }

    /** Takes the words before the process; any number of blanks between them. */
    private void takePrefix(JepsenFields fields) {
        for (byte expected : PREFIX) {
            if (source.take() != expected) {
                throw fields.wrong("no event of Jepsen's log");
            }
            if (expected == ' ') {
                source.skip(BLANK);
            }
        }
    }
}
