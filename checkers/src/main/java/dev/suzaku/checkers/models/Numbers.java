package dev.suzaku.checkers.models;

import java.util.Arrays;

/** A list of numbers that never changes; two with the same numbers are equal. */
final class Numbers {
    static final Numbers NONE = new Numbers(new long[0]);

    private final long[] items;
    private final int hash;

    private Numbers(long[] items) {
        this.items = items;
        this.hash = Arrays.hashCode(items);
    }

    /** So many times the same number. */
    static Numbers repeated(int count, long number) {
        long[] items = new long[count];
        Arrays.fill(items, number);
        return new Numbers(items);
    }

    int size() {
        return items.length;
    }

    long get(int index) {
        return items[index];
    }

    Numbers append(long number) {
        long[] longer = Arrays.copyOf(items, items.length + 1);
        longer[items.length] = number;
        return new Numbers(longer);
    }

    Numbers withoutFirst() {
        return new Numbers(Arrays.copyOfRange(items, 1, items.length));
    }

    Numbers withoutLast() {
        return new Numbers(Arrays.copyOf(items, items.length - 1));
    }

    Numbers with(int index, long number) {
        long[] changed = items.clone();
        changed[index] = number;
        return new Numbers(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numbers numbers && hash == numbers.hash && Arrays.equals(items, numbers.items);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
