package dev.suzaku.checkers.models;

import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as small numbers, in the order in which they are met. */
final class ValueNumbers {
    private final Map<Value, Integer> numbers = new HashMap<>();
    private final List<Value> values = new ArrayList<>();

    int number(Value value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    boolean contains(Value value) {
        return numbers.containsKey(value);
    }

    int size() {
        return values.size();
    }

    Value value(int number) {
        return values.get(number);
    }
}
