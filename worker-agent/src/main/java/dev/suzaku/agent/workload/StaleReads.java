package dev.suzaku.agent.workload;

import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A control: answers one get in N with an older value, so that the checker must find it. One per client, not
 * thread-safe.
 *
 * <p>The planted value is certainly stale: this client had a first value stored and then a second one (both acknowledged,
 * one after the other, values unique in the run), and only then sent the get; no order of operations allows the first
 * value any more. Due plants wait for a get of a key of which two such values are known.
 */
final class StaleReads {

    private static final int KEYS_MAX = 1_024;

    /** The last two values this client stored; {@code older} is empty while there was only one. */
    private record Stored(String older, String newer) {}

    private final long oneIn;
    private final Consumer<String> log;
    private final Map<Key, Stored> stored = new LinkedHashMap<>();
    private long reads;
    private long due;
    private long planted;

    /**
     * @param oneIn one get in this many, 0 for none
     * @param offset the get, 0 to oneIn - 1, at which the first one is due
     */
    StaleReads(long oneIn, long offset, Consumer<String> log) {
        this.oneIn = oneIn;
        this.reads = oneIn - offset;
        this.log = log;
    }

    long planted() {
        return planted;
    }

    /** Takes the true answer, gives the one to be recorded. */
    Performed answer(Command command, Performed performed) {
        if (oneIn == 0 || performed.outcome() != Outcome.OK || command.key().numeric()) {
            return performed;
        }
        if (performed.result().equals(Value.of("STORED"))) {
            remember(command);
        }
        return command.function().equals("get") ? read(command, performed) : performed;
    }

    private Performed read(Command command, Performed performed) {
        if (reads++ % oneIn == 0) {
            due++;
        }
        Stored known = stored.get(command.key());
        if (due == 0 || known == null || known.older().isEmpty()) {
            return performed;
        }
        due--;
        planted++;
        log.accept("planted a stale read of " + command.key().name() + ": '" + known.older() + "' instead of "
                + performed.result());
        return new Performed(Outcome.OK, Value.of(known.older()));
    }

    private void remember(Command command) {
        String value = command.argument() instanceof Value.Sequence cas
                ? ((Value.Text) cas.items().get(0)).value()
                : ((Value.Text) command.argument()).value();
        Stored before = stored.remove(command.key());
        if (stored.size() >= KEYS_MAX) {
            stored.remove(stored.keySet().iterator().next());
        }
        stored.put(command.key(), new Stored(before == null ? "" : before.newer(), value));
    }
}
