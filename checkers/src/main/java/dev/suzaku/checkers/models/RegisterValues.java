package dev.suzaku.checkers.models;

import dev.suzaku.histories.Value;
import dev.suzaku.histories.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the values of a register from 0, {@link Value#NOTHING} first, in the order in which they are met, as objects or
 * as codes. Whole numbers take no objects.
 */
final class RegisterValues {
    /** The number of {@link Value#NOTHING}. */
    static final int NOTHING = 0;

    private final LongNumbers wholes = new LongNumbers();
    private final Map<Value, Integer> others = new HashMap<>();
    private final LongNumbers stored = new LongNumbers();
    // by number: the whole number, unless it is another value
    private long[] wholeOf = new long[8];
    private final Map<Integer, Value> otherOf = new HashMap<>();
    private int size;

    RegisterValues() {
        number(Value.NOTHING);
    }

    /** How many values have numbers. */
    int size() {
        return size;
    }

    /** The value's number; a new one where it has none. */
    int number(Value value) {
        if (value instanceof Value.Whole whole) {
            return number(whole.value());
        }
        Integer known = others.putIfAbsent(value, size);
        if (known != null) {
            return known;
        }
        otherOf.put(size, value);
        return size++;
    }

    /** The number of a code of the one vocabulary that this is asked about; a new one where it has none. */
    int number(long code, Vocabulary vocabulary) {
        if (Vocabulary.isWhole(code)) {
            return number(Vocabulary.whole(code));
        }
        int known = stored.get(code);
        return known == LongNumbers.NONE ? stored.getOrPut(code, number(vocabulary.value(code))) : known;
    }

    private int number(long whole) {
        int number = wholes.getOrPut(whole, size);
        if (number == size) {
            wholeOf = size < wholeOf.length ? wholeOf : Arrays.copyOf(wholeOf, 2 * size + 1);
            wholeOf[size++] = whole;
        }
        return number;
    }

    /** The value for people. */
    String text(int number) {
        Value other = otherOf.get(number);
        return other == null ? Long.toString(wholeOf[number]) : other.toString();
    }
}
