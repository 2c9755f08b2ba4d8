package dev.suzaku.histories;

/**
 * The functions, keys and values of one history, as numbers.
 *
 * <p>Functions and keys are numbered from 0 in the order in which they first occur. A value has a 64-bit code; two codes
 * of one vocabulary are equal exactly when their values are:
 *
 * <pre>
 *    63                       1  0
 *   +--------------------------+---+
 *   | whole number, signed     | 0 |   from -2^62 to 2^62 - 1
 *   +--------------------------+---+
 *   | number of a stored value | 1 |   everything else; number 0 is {@link Value#NOTHING}
 *   +--------------------------+---+
 * </pre>
 *
 * <p>Reading is thread-safe once the history is built. Memory: a stored value takes about 25 bytes and its text.
 */
public final class Vocabulary {
    /** The code of {@link Value#NOTHING}. */
    public static final long NOTHING = 1;

    /** How many different functions a history may have. */
    public static final int FUNCTIONS_MAX = 256;

    private final TextTable functions = new TextTable("functions", FUNCTIONS_MAX);
    private final TextTable keys = new TextTable("keys", ChunkFormat.OPERATIONS_MAX);
    private final ByteTable values = new ByteTable();
    private final PayloadWriter encoder = new PayloadWriter(64);

    Vocabulary() {
        values.add(new byte[] {ChunkFormat.VALUE_NOTHING}, 0, 1);
    }

    /** Number of different functions. */
    public int functions() {
        return functions.size();
    }

    /** The name of a function, such as {@code get}. */
    public String function(int id) {
        return functions.text(id);
    }

    /** Number of different keys. */
    public int keys() {
        return keys.size();
    }

    /** The name of a key; empty where there is only one object. */
    public String key(int id) {
        return keys.text(id);
    }

    /** Number of stored values, {@link Value#NOTHING} included: codes with bit 0 set are below twice as much. */
    public int storedValues() {
        return values.size();
    }

    /** Whether the code is that of a whole number from -2^62 to 2^62 - 1. */
    public static boolean isWhole(long code) {
        return (code & 1) == 0;
    }

    /** The number that such a code stands for. */
    public static long whole(long code) {
        return code >> 1;
    }

    /** Whether a whole number is its own code. */
    static boolean fits(long whole) {
        return whole << 1 >> 1 == whole;
    }

    /** The value of a code; makes a new object at each call. */
    public Value value(long code) {
        if (isWhole(code)) {
            return Value.of(whole(code));
        }
        int id = (int) (code >>> 1);
        if (id == 0) {
            return Value.NOTHING;
        }
        int offset = values.offset(id);
        return new PayloadReader(values.block(id), offset, offset + values.length(id)).takeValue();
    }

    int addFunction(String name) {
        return functions.add(name);
    }

    int addFunction(byte[] utf8, int from, int length) {
        return functions.add(utf8, from, length);
    }

    int addKey(String name) {
        return keys.add(name);
    }

    int addKey(byte[] utf8, int from, int length) {
        return keys.add(utf8, from, length);
    }

    long addValue(Value value) {
        if (value instanceof Value.Nothing) {
            return NOTHING;
        }
        if (value instanceof Value.Whole whole && fits(whole.value())) {
            return whole.value() << 1;
        }
        encoder.clear();
        encoder.putValue(value);
        return addEncoded(encoder.bytes(), 0, encoder.length());
    }

    /** The code of a value, other than a whole number that fits, that is given as {@link PayloadWriter} writes it. */
    long addEncoded(byte[] bytes, int from, int length) {
        return (long) values.add(bytes, from, length) << 1 | 1;
    }
}
