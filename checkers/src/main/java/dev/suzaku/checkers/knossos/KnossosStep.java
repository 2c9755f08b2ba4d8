package dev.suzaku.checkers.knossos;

import java.util.Objects;

/**
 * What an operation asks of a model of Knossos.
 *
 * @param function the name of {@code :f}, without the colon
 * @param value the operation's {@code :value} as EDN
 */
record KnossosStep(String function, String value) {
    KnossosStep {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(value, "value");
    }
}
