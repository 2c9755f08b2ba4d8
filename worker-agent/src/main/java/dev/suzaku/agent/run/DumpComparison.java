package dev.suzaku.agent.run;

import dev.suzaku.agent.memcached.MemcachedConnection;
import dev.suzaku.agent.memcached.MetadumpEntry;
import dev.suzaku.agent.workload.Command;
import dev.suzaku.agent.workload.Key;
import dev.suzaku.agent.workload.Performed;
import dev.suzaku.agent.workload.Session;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the server's own dump of its keys with what clients wrote. While no client writes, every touched key is read
 * with its token; presence and token must be those of the dump, and the value then goes into the history as a
 * {@code dump} operation, so that the checker judges it. The dump must not hold a key that nobody wrote.
 */
public final class DumpComparison {

    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final Findings findings;

    public DumpComparison(InetSocketAddress address, int timeoutMillis, Findings findings) {
        this.address = address;
        this.timeoutMillis = timeoutMillis;
        this.findings = findings;
    }

    /**
     * @param touched keys of the history
     * @param expected other names that may be there
     * @param sessions makes a session whose answers pass through the given function
     */
    public void compare(
            List<Key> touched,
            Predicate<String> expected,
            Function<BiFunction<Command, Performed, Performed>, Session> sessions) {
        Map<String, MetadumpEntry> dump = new HashMap<>();
        try (MemcachedConnection connection = MemcachedConnection.open(address, timeoutMillis)) {
            for (String line : connection.metadump()) {
                MetadumpEntry entry = MetadumpEntry.parse(line);
                if (dump.put(entry.key(), entry) != null) {
                    findings.violation("dump holds a key twice", entry.key());
                }
            }
        } catch (IOException e) {
            findings.violation("no dump", e.getMessage());
            return;
        }
        reportStrangers(touched, expected, dump);
        try (Session session = sessions.apply((command, performed) -> compared(command, performed, dump))) {
            touched.forEach(key -> session.perform(new Command("dump", key, Value.NOTHING)));
        }
    }

    private void reportStrangers(List<Key> touched, Predicate<String> expected, Map<String, MetadumpEntry> dump) {
        var known = touched.stream().map(Key::name).collect(Collectors.toSet());
        for (String name : dump.keySet()) {
            if (!known.contains(name) && !expected.test(name)) {
                findings.violation("dump holds a key nobody wrote", name);
            }
        }
    }

    /** Turns value and token, as read, into the value alone; unknown where dump and read disagree. */
    private Performed compared(Command command, Performed performed, Map<String, MetadumpEntry> dump) {
        String name = command.key().name();
        if (performed.outcome() != Outcome.OK) {
            findings.violation("no progress", "the read of " + name + " after the dump has no answer");
            return performed;
        }
        MetadumpEntry entry = dump.get(name);
        if (performed.result() instanceof Value.Sequence read) {
            long token = ((Value.Whole) read.items().get(1)).value();
            if (entry != null && entry.token() == token) {
                return new Performed(Outcome.OK, read.items().get(0));
            }
        } else if (entry == null) {
            return performed;
        }
        findings.violation("dump and read disagree", name + ": dump " + entry + ", read " + performed.result());
        return new Performed(Outcome.INFO, Value.NOTHING);
    }
}
