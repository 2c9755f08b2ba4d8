package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Set;

/**
 * Keys of memcached (1.6). They begin absent. In the variant {@code kv-evicting} a value may vanish at any time.
 *
 * <pre>
 *   get, dump: nothing -> value | nothing            gets: nothing -> [value, token] | nothing
 *   set, add, replace: value -> STORED | NOT_STORED  or [value, ttl]
 *   append, prepend: value -> STORED | NOT_STORED    NOT_STORED says nothing: absent, or no room
 *   cas: [value, token] -> STORED | EXISTS | NOT_FOUND              or [value, token, ttl]
 *   incr, decr: delta -> new value | NOT_FOUND       unsigned 64 bits; incr wraps around, decr stops at 0
 *   touch: ttl -> TOUCHED | NOT_FOUND                the token stays; 0 is for ever
 *   delete: nothing -> DELETED | NOT_FOUND
 *   flush_all: nothing -> OK                         all keys at once, whatever its own key
 * </pre>
 *
 * <p>Every change gives the key a new token, different from all its other tokens of that epoch; {@code incr} by 0 is a
 * change, {@code touch} is none. Tokens of one epoch say nothing about those of another. A value with a time to live
 * (seconds) may vanish at any time after it was stored. Where a new number is shorter than the text it replaces, memcached
 * pads it with blanks, unless a reader holds the old one: both are followed. Blanks at the end of what was read are
 * ignored, since clients cut them.
 *
 * <p>An answer that begins with SERVER_ERROR means no effect, but of {@code set} that the old value is gone. That to
 * {@code incr} and {@code decr} of a text that is no number is its whole line, {@code CLIENT_ERROR cannot ...}.
 */
final class KvModel implements Model {
    static final String FUNCTIONS =
            "get, gets, dump, set, add, replace, append, prepend, cas, incr, decr, touch," + " delete and flush_all";
    private static final String FLUSH = "flush_all";

    private final boolean evicting;

    KvModel(boolean evicting) {
        this.evicting = evicting;
    }

    @Override
    public String name() {
        return evicting ? "kv-evicting" : "kv";
    }

    @Override
    public boolean independentKeys(Set<String> functions) {
        return !functions.contains(FLUSH);
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        List<Operation> copied = List.copyOf(operations); // they are looked at several times
        // a flush that failed or was not applied is not here, but its keys are one object all the same
        boolean store = copied.stream().anyMatch(KvModel::flushes)
                || copied.stream().map(Operation::key).distinct().count() > 1;
        return store ? new KvStoreAutomaton(copied, cuts, evicting) : new KvAutomaton(copied, cuts, evicting);
    }

    /** Whether the operation is on all keys. */
    static boolean flushes(Operation operation) {
        return operation.function().equals(FLUSH);
    }
}
