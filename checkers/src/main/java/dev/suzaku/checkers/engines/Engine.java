package dev.suzaku.checkers.engines;

/** A way to decide whether one object's timeline is linearizable. */
public interface Engine {
    /** The name on the command line. */
    String name();

    /** Whether the engine can decide this history at all. */
    boolean applies(KeyHistory history);

    /** Decides, or gives up with a reason. Never throws for a lack of time or memory. */
    Finding decide(KeyHistory history, Timeline timeline, Budget budget);
}
