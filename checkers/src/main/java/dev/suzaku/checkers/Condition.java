package dev.suzaku.checkers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The crash-consistency conditions that are built, from the strongest to the weakest: each implies those after it. They
 * differ in how long an operation that was pending at a power cut may still take effect.
 */
public enum Condition {
    /** Until the crash (strict linearizability; Aguilera and Frolund 2003). */
    STRICT("strict"),
    /** Until the first reply after the crash. */
    READY_BOUNDED("ready-bounded"),
    /** Without bound (durable linearizability; Izraelevitz, Mendes and Scott 2016). */
    DURABLE("durable");

    private static final List<String> NOT_BUILT =
            List.of("persistent", "recoverable", "transient", "buffered-prefix", "buffered-cut", "nrl", "detectable");

    private final String id;

    Condition(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }

    /** The ids of all conditions that are built, strongest first. */
    public static String ids() {
        return Arrays.stream(values()).map(Condition::id).collect(Collectors.joining(", "));
    }

    /**
     * The condition of that id.
     *
     * @throws CheckException when there is none, or when it is known but not built yet
     */
    public static Condition named(String id) {
        for (Condition condition : values()) {
            if (condition.id.equals(id)) {
                return condition;
            }
        }
        if (NOT_BUILT.contains(id)) {
            throw new CheckException("condition " + id + " is not built yet; built are " + ids());
        }
        throw new CheckException("unknown condition " + id + "; built are " + ids());
    }
}
