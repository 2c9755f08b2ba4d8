package dev.suzaku.checkers;

import dev.suzaku.checkers.engines.Decision;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which engines decided, and why they were the ones. Used by one thread. */
final class EngineChoices {
    private final Map<String, String> reasons = new TreeMap<>();

    void add(Decision decision) {
        add(decision.engine(), decision.reason());
    }

    /** The first reason of each engine counts. */
    void add(String engine, String reason) {
        reasons.putIfAbsent(engine, reason);
    }

    void addAll(EngineChoices others) {
        others.reasons.forEach(this::add);
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** The engines' names, with a plus between them. */
    String names() {
        return String.join("+", reasons.keySet());
    }

    /** Each engine with its reason. */
    String text() {
        return reasons.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("; "));
    }
}
