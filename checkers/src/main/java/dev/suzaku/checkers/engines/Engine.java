package dev.suzaku.checkers.engines;

/** A way to decide whether one object's timeline is linearizable. */
public interface Engine {
    /** The name on the command line. */
    String name();

    /** Whether the engine can decide this history at all. */
    boolean applies(KeyHistory history);

    /** What makes a history one for this engine, in words. */
    String suits();

    /** Decides, or gives up with a reason. Never throws for a lack of time or memory. */
    Finding decide(KeyHistory history, Timeline timeline, Budget budget);

    /** Decides in the same way, and tells who did and why. */
    default Decision decision(KeyHistory history, Timeline timeline, Budget budget) {
        return new Decision(decide(history, timeline, budget), name(), suits());
    }
}
