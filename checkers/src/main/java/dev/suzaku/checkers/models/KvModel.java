package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;

/**
 * One key of memcached, without eviction and expiry. It begins absent.
 *
 * <pre>
 *   get, dump: nothing -> value | nothing            gets: nothing -> [value, token] | nothing
 *   set, add, replace: value -> STORED | NOT_STORED  delete: nothing -> DELETED | NOT_FOUND
 *   cas: [value, token] -> STORED | EXISTS | NOT_FOUND
 *   incr, decr: delta -> new value | NOT_FOUND       unsigned 64 bits; incr wraps around, decr stops at 0
 * </pre>
 *
 * <p>Every change gives the key a new token, different from all its other tokens of that epoch. Tokens of one epoch say
 * nothing about those of another. Blanks after a number are ignored, since {@code decr} pads with them.
 */
final class KvModel implements Model {
    @Override
    public String name() {
        return "kv";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new KvAutomaton(operations, cuts);
    }
}
