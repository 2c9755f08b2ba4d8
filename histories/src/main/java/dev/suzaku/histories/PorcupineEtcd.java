package dev.suzaku.histories;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
public final class PorcupineEtcd {
    private static final Pattern EVENT =
            Pattern.compile("INFO\\s+jepsen\\.util - (:?\\w{1,32})\\s+:(\\w{1,32})\\s+:(\\w{1,32})\\s+(\\S.{0,1000})");

    private PorcupineEtcd() {}

    /**
     * Reads a history.
     *
     * @throws HistoryFormatException with the line number when a line is not what it should be
     */
    public static History parse(String text) {
        JepsenEvents events = new JepsenEvents();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                add(events, line.strip(), number);
            }
        }
        return events.build("porcupine-etcd");
    }

    private static void add(JepsenEvents events, String line, int number) {
        Matcher matcher = EVENT.matcher(line);
        if (!matcher.matches()) {
            throw new HistoryFormatException("line " + number + ": no event of Jepsen's log");
        }
        Edn process = new EdnReader(matcher.group(1)).take();
        String type = matcher.group(2);
        String f = matcher.group(3);
        Edn value;
        try {
            value = new EdnReader(matcher.group(4)).take();
        } catch (HistoryFormatException e) {
            throw new HistoryFormatException("line " + number + ": " + e.getMessage(), e);
        }
        if (type.equals("fail") && f.equals("cas") && value instanceof Edn.Items) {
            type = "ok";
            value = new Edn.Text("REFUSED");
        }
        Map<String, Edn> event = new LinkedHashMap<>();
        event.put("process", process);
        event.put("type", new Edn.Keyword(type));
        event.put("f", new Edn.Keyword(f));
        event.put("value", value);
        events.add(new Edn.Dictionary(event), number);
    }
}
