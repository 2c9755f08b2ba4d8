package dev.suzaku.checkers.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a user's specification is doing right now, in any thread: it may never come back. Thread-safe. */
public final class RunningStep {
    private final Map<Thread, Running> running = new ConcurrentHashMap<>();

    private record Running(String method, Object about, long sinceNanos) {}

    void begins(String method, Object about) {
        running.put(Thread.currentThread(), new Running(method, about, System.nanoTime()));
    }

    void ends() {
        running.remove(Thread.currentThread());
    }

    /** A step that has not come back for that long, in words. */
    public Optional<String> stuck(long millis) {
        long now = System.nanoTime();
        return running.values().stream()
                .filter(each -> now - each.sinceNanos() > millis * 1_000_000)
                .map(each -> each.method() + " " + each.about())
                .findFirst();
    }
}
