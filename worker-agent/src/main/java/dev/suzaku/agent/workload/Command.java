package dev.suzaku.agent.workload;

import dev.suzaku.histories.Value;

/**
 * One operation to carry out.
 *
 * @param function a function of the {@code kv} model
 * @param key the key it works on
 * @param argument as the model wants it
 */
public record Command(String function, Key key, Value argument) {

    /** A plain read. */
    public static Command get(Key key) {
        return new Command("get", key, Value.NOTHING);
    }

    boolean isWrite() {
        return switch (function) {
            case "get", "gets", "dump" -> false;
            default -> true;
        };
    }

    /** Whether an acknowledged result shows what the key held. */
    boolean showsValue() {
        return switch (function) {
            case "get", "gets", "dump", "incr", "decr" -> true;
            default -> false;
        };
    }
}
