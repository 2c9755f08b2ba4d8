package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.Condition;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Until when an operation may take effect: a bound at the first cut at which it was open. Cuts are known as intervals,
 * so there is a lenient end, which allows everything that any instant within them allows, and a strict end, which allows
 * only what all of them allow.
 */
public final class Deadlines {
    /** Which end of the intervals counts. */
    public enum End {
        LENIENT,
        STRICT
    }

    private Deadlines() {}

    /** The deadlines of a condition. */
    public static ToLongFunction<Operation> of(Condition condition, End end, List<PowerCut> cuts) {
        return switch (condition) {
            case STRICT ->
                operation -> {
                    int cut = cutWhileOpen(operation.invokeNanos(), end, cuts);
                    if (cut == cuts.size()) {
                        return Operation.NEVER;
                    }
                    return end == End.LENIENT
                            ? cuts.get(cut).crashLatestNanos()
                            : cuts.get(cut).crashEarliestNanos();
                };
            case READY_BOUNDED -> afterReady(0, end, cuts);
            case DURABLE -> operation -> Operation.NEVER;
        };
    }

    /** The deadline that lies the given time after the first reply. */
    public static ToLongFunction<Operation> afterReady(long extraNanos, End end, List<PowerCut> cuts) {
        return operation -> {
            int cut = cutWhileOpen(operation.invokeNanos(), end, cuts);
            if (cut == cuts.size()) {
                return Operation.NEVER;
            }
            long ready = end == End.LENIENT
                    ? cuts.get(cut).readyLatestNanos()
                    : cuts.get(cut).readyEarliestNanos();
            return ready > Operation.NEVER - extraNanos ? Operation.NEVER : ready + extraNanos;
        };
    }

    /** The first cut that came (lenient: certainly, strict: possibly) after the invocation, or the number of cuts. */
    private static int cutWhileOpen(long invokeNanos, End end, List<PowerCut> cuts) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            PowerCut cut = cuts.get(middle);
            boolean open =
                    end == End.LENIENT ? cut.crashEarliestNanos() > invokeNanos : cut.crashLatestNanos() > invokeNanos;
            if (open) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
