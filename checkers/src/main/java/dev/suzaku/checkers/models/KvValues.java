package dev.suzaku.checkers.models;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The values of one key as numbers. Texts that nothing asks about share the number {@link #UNASKED}, so that many
 * different states become one.
 */
final class KvValues {
    static final int ABSENT = 0;
    static final int UNASKED = 1;
    static final String UNASKED_TEXT = "a value that nobody read";
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of("nothing", UNASKED_TEXT));
    private final Map<String, Integer> makers = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private boolean counted;
    private boolean countedBlindly;

    KvValues(List<KvCall> calls) {
        for (KvCall call : calls) {
            if (call instanceof KvCall.Read read) {
                read.value().ifPresent(asked::add);
            } else if (call instanceof KvCall.Gets gets) {
                asked.add(gets.value());
            } else if (call instanceof KvCall.Set set) {
                made(set.value());
            } else if (call instanceof KvCall.Add add) {
                made(add.value());
            } else if (call instanceof KvCall.Replace replace) {
                made(replace.value());
            } else if (call instanceof KvCall.Cas cas) {
                made(cas.value());
            } else if (call instanceof KvCall.Increment increment) {
                counted(increment.result());
            } else if (call instanceof KvCall.Decrement decrement) {
                counted(decrement.result());
            }
        }
    }

    private void made(String value) {
        makers.merge(value, 1, Integer::sum);
    }

    private void counted(Optional<String> result) {
        counted = true;
        countedBlindly |= result.isEmpty();
        result.ifPresent(this::made);
    }

    /** The number of a value. */
    int number(String text) {
        if (!asked.contains(text) && !(counted && unsigned(text).isPresent())) {
            return UNASKED;
        }
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        numbers.put(text, texts.size());
        texts.add(text);
        return texts.size() - 1;
    }

    /** Whether more than one operation may have made the value. */
    boolean ambiguous(int value) {
        if (value <= UNASKED) {
            return true;
        }
        String text = texts.get(value);
        return makers.getOrDefault(text, 0) > 1
                || countedBlindly && unsigned(text).isPresent();
    }

    String text(int value) {
        return texts.get(value);
    }

    /** The number that memcached would count with, as unsigned 64 bits. */
    OptionalLong unsigned(int value) {
        return value <= UNASKED ? OptionalLong.empty() : unsigned(texts.get(value));
    }

    private static OptionalLong unsigned(String text) {
        if (text.isEmpty() || text.length() > 20) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        BigInteger number = new BigInteger(text);
        return number.compareTo(LIMIT) < 0 ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }
}
