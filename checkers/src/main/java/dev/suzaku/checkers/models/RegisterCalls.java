package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.OperationColumns;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import dev.suzaku.histories.Vocabulary;
import java.util.Arrays;

/**
 * Numbers what operations ask of a register, whether they come as objects or as rows of columns; equal calls have equal
 * numbers.
 */
final class RegisterCalls {
    /** What a call is. */
    enum Kind {
        /** The register held the first value. */
        READ,
        /** It holds the first value afterwards. */
        WRITE,
        /** It held the first value and holds the second afterwards. */
        CAS,
        /** It did not hold the first value. */
        REFUSED
    }

    private static final Kind[] KINDS = Kind.values();
    private static final int KIND_BITS = 2;
    private static final int VALUE_BITS = 31;
    private static final int UNNUMBERED = -1;

    private final boolean withCas;
    private final boolean growing;
    private final RegisterValues values = new RegisterValues();
    // per value and kind, for all kinds but CAS
    private int[] simple = new int[0];
    private final LongNumbers swapsOfValues = new LongNumbers();
    // of compare-and-sets, by the codes of their arguments
    private final LongNumbers swaps = new LongNumbers();
    private final LongNumbers refusals = new LongNumbers();
    private final Kind[] kindOfFunction = new Kind[Vocabulary.FUNCTIONS_MAX];
    private long[] calls = new long[8];
    private int size;
    private long refusedCode = Vocabulary.NOTHING;

    RegisterCalls(boolean withCas) {
        this(withCas, false);
    }

    private RegisterCalls(boolean withCas, boolean growing) {
        this.withCas = withCas;
        this.growing = growing;
    }

    /**
     * Calls whose numbers are made of their values, which leaves gaps between them but takes memory for compare-and-sets
     * only.
     */
    static RegisterCalls growing(boolean withCas) {
        return new RegisterCalls(withCas, true);
    }

    /** Number of different calls; of compare-and-sets only where calls are growing. */
    int size() {
        return size;
    }

    RegisterValues values() {
        return values;
    }

    Kind kind(int call) {
        return KINDS[(growing ? call : (int) calls[call]) & KINDS.length - 1];
    }

    /** Number of the call's only or first value. */
    int first(int call) {
        if (growing && kind(call) != Kind.CAS) {
            return call >>> KIND_BITS;
        }
        return (int) (calls[growing ? call >>> KIND_BITS : call] >>> KIND_BITS) & (1 << VALUE_BITS) - 1;
    }

    /** Number of the value that a compare-and-set leaves. */
    int second(int call) {
        return (int) (calls[growing ? call >>> KIND_BITS : call] >>> KIND_BITS + VALUE_BITS);
    }

    /** The operation's call, or {@link Automaton#NO_CALL} when it constrains nothing. */
    int call(Operation operation) {
        Kind kind = kind(operation.function(), operation.index());
        return switch (kind) {
            case READ -> operation.outcome() == Outcome.OK ? read(operation.result()) : Automaton.NO_CALL;
            case WRITE -> add(kind, values.number(operation.argument()), 0);
            case CAS, REFUSED ->
                swap(operation.argument(), operation.result().equals(RegisterModel.REFUSED), operation.index());
        };
    }

    private int read(Value result) {
        return add(Kind.READ, values.number(result), 0);
    }

    /** The same for a row of the one history that this is asked about. */
    int call(OperationColumns columns, int row) {
        Vocabulary vocabulary = columns.vocabulary();
        int function = columns.function(row);
        Kind kind = kindOfFunction[function];
        if (kind == null) {
            kind = kind(vocabulary.function(function), row);
            kindOfFunction[function] = kind;
        }
        return switch (kind) {
            case READ ->
                columns.outcome(row) == Outcome.OK
                        ? add(kind, values.number(columns.result(row), vocabulary), 0)
                        : Automaton.NO_CALL;
            case WRITE -> add(kind, values.number(columns.argument(row), vocabulary), 0);
            case CAS, REFUSED -> swap(columns, row);
        };
    }

    private int swap(OperationColumns columns, int row) {
        boolean refused = refused(columns.result(row), columns.vocabulary());
        LongNumbers known = refused ? refusals : swaps;
        long argument = columns.argument(row);
        int call = known.get(argument);
        return call == LongNumbers.NONE
                ? known.getOrPut(argument, swap(columns.vocabulary().value(argument), refused, row))
                : call;
    }

    /** Whether the code stands for {@link RegisterModel#REFUSED}; it is decoded until its code is known. */
    private boolean refused(long code, Vocabulary vocabulary) {
        if (code == Vocabulary.NOTHING || Vocabulary.isWhole(code)) {
            return false;
        }
        if (code != refusedCode && vocabulary.value(code).equals(RegisterModel.REFUSED)) {
            refusedCode = code;
        }
        return code == refusedCode;
    }

    private int swap(Value argument, boolean refused, int index) {
        if (argument instanceof Value.Sequence sequence && sequence.items().size() == 2) {
            int before = values.number(sequence.items().get(0));
            return refused
                    ? add(Kind.REFUSED, before, 0)
                    : add(Kind.CAS, before, values.number(sequence.items().get(1)));
        }
        throw new CheckException("operation " + index + ": the argument of cas must be [old new], not " + argument);
    }

    private Kind kind(String function, int index) {
        switch (function) {
            case "read":
                return Kind.READ;
            case "write":
                return Kind.WRITE;
            case "cas":
                if (withCas) {
                    return Kind.CAS;
                }
                break;
            default:
                break;
        }
        throw new CheckException("operation " + index + ": model " + (withCas ? "cas-register" : "register")
                + " has no function " + function);
    }

    private int add(Kind kind, int first, int second) {
        long call = (long) second << KIND_BITS + VALUE_BITS | (long) first << KIND_BITS | kind.ordinal();
        if (growing && kind != Kind.CAS) {
            return (int) call;
        }
        int number = kind == Kind.CAS ? swapsOfValues.getOrPut(call, size) : simple((int) call);
        if (number == size) {
            calls = size < calls.length ? calls : Arrays.copyOf(calls, 2 * size);
            calls[size++] = call;
        }
        return growing ? number << KIND_BITS | kind.ordinal() : number;
    }

    /** The number of a call with one value, by the value and its kind. */
    private int simple(int place) {
        if (place >= simple.length) {
            int before = simple.length;
            simple = Arrays.copyOf(simple, Math.max(place + 1, 2 * before));
            Arrays.fill(simple, before, simple.length, UNNUMBERED);
        }
        if (simple[place] == UNNUMBERED) {
            simple[place] = size;
        }
        return simple[place];
    }
}
