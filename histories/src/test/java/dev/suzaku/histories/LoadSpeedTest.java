package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread reads; its processor time counts, the best of several rounds, since other programs may run beside the tests. */
class LoadSpeedTest {
    private static final long SEED = 20261125;
    private static final int OPERATIONS = Integer.getInteger("suzaku.load.operations", 200_000);
    private static final int ROUNDS = 7;

    @TempDir
    Path directory;

    @Test
    void two_million_events_a_second_are_read_from_our_format_and_half_a_million_from_edn_and_json()
            throws IOException {
        Path szh = directory.resolve("speed.szh");
        AtomicLong clock = new AtomicLong();
        Random random = new Random(SEED);
        try (HistoryRecorder recorder =
                HistoryRecorder.create(szh, HistoryHeader.of("speed", "kv", 0), () -> clock.addAndGet(700))) {
            for (int i = 0; i < OPERATIONS; i++) {
                boolean write = random.nextBoolean();
                String key = "k" + random.nextInt(100);
                long operation =
                        recorder.invoke(i % 16, write ? "set" : "get", key, write ? Value.of("v" + i) : Value.NOTHING);
                recorder.complete(operation, Outcome.OK, Value.of(write ? "STORED" : "v" + random.nextInt(i + 1)));
            }
        }
        assertThat(eventsPerSecond(szh)).isGreaterThan(2_000_000);
        History history = HistoryFile.read(szh);
        Path edn = directory.resolve("speed.edn");
        try (Writer writer = Files.newBufferedWriter(edn)) {
            JepsenEdn.write(history, writer);
        }
        assertThat(eventsPerSecond(edn)).isGreaterThan(500_000);
        Path json = directory.resolve("speed.json");
        try (Writer writer = Files.newBufferedWriter(json)) {
            writeJson(history, writer);
        }
        assertThat(eventsPerSecond(json)).isGreaterThan(500_000);
    }

    private static double eventsPerSecond(Path file) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = processorNanos();
            History history = HistoryFormat.read(file, "auto");
            double seconds = (processorNanos() - begin) / 1e9;
            assertThat(history.columns().size()).isEqualTo(OPERATIONS);
            best = Math.max(best, 2.0 * OPERATIONS / seconds);
        }
        System.out.printf("load: %s, %.0f events/s%n", file.getFileName(), best);
        return best;
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void writeJson(History history, Writer out) throws IOException {
        for (Operation operation : history.operations()) {
            String rest = ",\"process\":" + operation.session() + ",\"f\":\"" + operation.function() + "\",\"key\":\""
                    + operation.key() + "\"";
            out.write("{\"type\":\"invoke\",\"time\":" + operation.invokeNanos() + rest + ",\"value\":\""
                    + operation.argument() + "\"}\n{\"type\":\"ok\",\"time\":" + operation.returnNanos() + rest
                    + ",\"value\":\"" + operation.result() + "\"}\n");
        }
    }
}
