package dev.suzaku.histories;

import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Histories for tests, from a seed. */
final class SampleHistories {
    private SampleHistories() {}

    /** Writes a history of several chunks, with every kind of value, outcome and event. */
    static Path write(Path file, long seed, int operations) {
        Random random = new Random(seed);
        AtomicLong clock = new AtomicLong(-5_000);
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("seed", Long.toString(seed));
        HistoryHeader header = new HistoryHeader(1, "run-1", "kv", 1_700_000_000_000L, notes);
        int cuts = 0;
        try (HistoryRecorder recorder =
                HistoryRecorder.create(file, header, () -> clock.addAndGet(1 + random.nextInt(1000)))) {
            for (int i = 0; i < operations; i++) {
                long operation = recorder.invoke(i % 7, "set", "k" + random.nextInt(50), value(random));
                if (random.nextInt(20) > 0) {
                    Outcome outcome = Outcome.values()[random.nextInt(3)];
                    recorder.complete(operation, outcome, outcome == Outcome.OK ? value(random) : Value.NOTHING);
                }
                if (i % 1000 == 999) {
                    long now = recorder.now();
                    recorder.crash(cuts, now, now + 5);
                    if (random.nextInt(4) > 0) {
                        recorder.ready(cuts, recorder.now() + 5, recorder.now() + 9_000);
                    }
                    cuts++;
                }
            }
        }
        return file;
    }

    private static Value value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Value.NOTHING;
            case 1 -> Value.of(random.nextLong());
            case 2 -> Value.of("");
            case 3 ->
                Value.sequence(
                        Value.of("v\u00e9\"\\\n\u2028" + random.nextInt()),
                        Value.of(random.nextInt()),
                        Value.sequence());
            default -> Value.of(Long.toString(random.nextLong(), 36));
        };
    }
}
