package dev.suzaku.checkers;

import dev.suzaku.histories.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Why the operations of a counterexample contradict each other, so that it can be checked by hand.
 *
 * @param kind what kind of reason
 * @param claim the reason in a sentence or two; operations are named #INDEX
 * @param operations the operations that the claim is about, by invocation
 * @param last where the orders of the counterexample's operations end that nothing explains; those that got furthest
 *     first; may be empty
 */
public record Certificate(Kind kind, String claim, List<Operation> operations, List<LastConfiguration> last) {
    /** What kind of reason. */
    public enum Kind {
        /** Two values were in a register at the same time (Gibbons and Korach 1997). */
        ZONE_PAIR("zone-pair"),
        /** Operations each of which must come before the next one, in a circle. */
        CYCLE("cycle"),
        /** All orders were tried, and none gets past the unexplained operation. */
        DEAD_END("dead-end"),
        /** Nothing that the power cuts can have left explains what came afterwards. */
        SURVIVORS("survivors"),
        /** Recovery answered that an operation did not happen. */
        UNFINISHED("unfinished");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name in files. */
        public String id() {
            return id;
        }
    }

    /**
     * One way to order what came before the unexplained operation's end.
     *
     * @param order the operations that took effect, in that order
     * @param state the object's value then, in words
     */
    public record LastConfiguration(List<Operation> order, String state) {
        public LastConfiguration {
            order = List.copyOf(order);
            Objects.requireNonNull(state, "state");
        }
    }

    public Certificate {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(claim, "claim");
        operations = operations.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Operation::index))
                .toList();
        last = List.copyOf(last);
    }

    /** The same with where the orders end. */
    Certificate with(List<LastConfiguration> configurations) {
        return new Certificate(kind, claim, operations, configurations);
    }
}
