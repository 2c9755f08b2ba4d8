package dev.suzaku.checkers;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The crash-consistency conditions. Those up to {@link #BUFFERED_CUT} are a chain from the strongest to the weakest: each
 * implies those after it, with the exception that {@link Implications} knows. {@code docs/conditions.md} defines them
 * exactly. Up to {@link #DURABLE} they differ in how long an operation that was pending at a power cut may still take
 * effect; the buffered ones allow completed operations to be lost; the last two ask what the target itself said about
 * pending operations.
 */
public enum Condition {
    /** Until the crash (strict linearizability; Aguilera and Frolund 2003). */
    STRICT("strict"),
    /** Until the first reply after the crash. */
    READY_BOUNDED("ready-bounded"),
    /** Until the session's next invocation after the crash (persistent atomicity; Guerraoui and Levy 2004). */
    PERSISTENT("persistent"),
    /** Before the session's later operations on the object (Berryhill, Golab and Tripunitara 2015). */
    RECOVERABLE("recoverable"),
    /** Registers: until the session's next write there returns (transient atomicity; Guerraoui and Levy 2004). */
    TRANSIENT("transient"),
    /** Without bound (durable linearizability; Izraelevitz, Mendes and Scott 2016). */
    DURABLE("durable"),
    /** Each crash may lose the end of one linearization of its epoch. */
    BUFFERED_PREFIX("buffered-prefix"),
    /** Each crash leaves a consistent cut of its epoch (buffered durable; Izraelevitz, Mendes and Scott 2016). */
    BUFFERED_CUT("buffered-cut"),
    /** What recovery answered about has happened by then (Attiya, Ben-Baruch and Hendler 2018). */
    NRL("nrl"),
    /** Durable, and what recovery answered about pending operations is true (Friedman et al. 2018). */
    DETECTABLE("detectable");

    private static final Set<String> REGISTERS = Set.of("register", "cas-register");

    private final String id;

    Condition(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }

    /** Whether completed operations may be lost, so that all objects must be looked at together. */
    public boolean buffered() {
        return this == BUFFERED_PREFIX || this == BUFFERED_CUT;
    }

    /** Whether the condition is about the answers of {@code resolve}. */
    public boolean resolves() {
        return this == NRL || this == DETECTABLE;
    }

    /** Whether the condition belongs to the chain. */
    public boolean inChain() {
        return !resolves();
    }

    /** Whether an operation that completed stays, so that each object can be looked at alone. */
    public boolean local() {
        return compareTo(DURABLE) <= 0;
    }

    /** Whether the condition says something about objects of that model. */
    public boolean appliesTo(String model) {
        return this != TRANSIENT || REGISTERS.contains(model);
    }

    /** The strongest condition of the chain that is VALID. */
    static Optional<Condition> strongest(Map<Condition, Answer> answers) {
        return Arrays.stream(values())
                .filter(condition -> condition.inChain() && answers.get(condition) == Answer.VALID)
                .findFirst();
    }

    /** The ids of all conditions, strongest first. */
    public static String ids() {
        return Arrays.stream(values()).map(Condition::id).collect(Collectors.joining(", "));
    }

    /**
     * The condition of that id.
     *
     * @throws CheckException when there is none
     */
    public static Condition named(String id) {
        for (Condition condition : values()) {
            if (condition.id.equals(id)) {
                return condition;
            }
        }
        throw new CheckException("unknown condition " + id + "; there are " + ids());
    }
}
