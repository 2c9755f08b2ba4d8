package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRecorderTest {
    private static final int THREADS = 16;

    @TempDir
    Path directory;

    @Test
    void sixteen_threads_record_at_least_two_hundred_thousand_events_a_second() throws InterruptedException {
        int operationsEach = 40_000;
        Path file = directory.resolve("fast.szh");
        HistoryRecorder recorder = HistoryRecorder.create(file, HistoryHeader.of("fast", "kv", 0), System::nanoTime);
        long begin = System.nanoTime();
        runThreads(session -> {
            for (int i = 0; i < operationsEach; i++) {
                long operation = recorder.invoke(session, "set", "k" + i % 100, Value.of("s" + session + "-" + i));
                recorder.complete(operation, Outcome.OK, Value.of("STORED"));
            }
        });
        recorder.close();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double eventsPerSecond = 2.0 * THREADS * operationsEach / seconds;
        System.out.printf("recorder: %.0f events/s%n", eventsPerSecond);
        History history = HistoryFile.read(file);
        assertThat(history.complete()).isTrue();
        assertThat(history.count(Outcome.OK)).isEqualTo(THREADS * operationsEach);
        assertThat(eventsPerSecond).isGreaterThan(200_000);
    }

    @Test
    void a_writer_that_fails_surfaces_to_the_callers_and_at_close() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: /dev/full is not there");
        assertThatThrownBy(() -> HistoryRecorder.create(full, HistoryHeader.of("full", "kv", 0), System::nanoTime))
                .isInstanceOf(HistoryFormatException.class);
        HistoryRecorder recorder =
                HistoryRecorder.create(directory.resolve("a.szh"), HistoryHeader.of("a", "kv", 0), System::nanoTime);
        Value tooDeep = Value.sequence();
        for (int i = 0; i < 100; i++) {
            tooDeep = Value.sequence(tooDeep);
        }
        recorder.invoke(0, "set", "k", tooDeep);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000_000; i++) {
                        recorder.invoke(0, "get", "k", Value.NOTHING);
                    }
                })
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(recorder::close)
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("nested deeper");
        assertThat(HistoryFile.read(directory.resolve("a.szh")).complete()).isFalse();
    }

    @Test
    void a_closed_recorder_refuses_events() {
        HistoryRecorder recorder =
                HistoryRecorder.create(directory.resolve("b.szh"), HistoryHeader.of("b", "kv", 0), System::nanoTime);
        recorder.close();
        recorder.close();
        assertThatThrownBy(() -> recorder.invoke(0, "get", "k", Value.NOTHING))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("closed");
        assertThat(HistoryFile.read(directory.resolve("b.szh")).complete()).isTrue();
    }

    @Test
    void an_interrupted_client_loses_neither_its_event_nor_its_flag() {
        Path file = directory.resolve("c.szh");
        try (HistoryRecorder recorder =
                HistoryRecorder.create(file, HistoryHeader.of("c", "kv", 0), System::nanoTime)) {
            Thread.currentThread().interrupt();
            recorder.invoke(3, "get", "k", Value.NOTHING);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(HistoryFile.read(file).operations()).hasSize(1);
    }

    private interface Client {
        void run(int session);
    }

    private static void runThreads(Client client) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int session = 0; session < THREADS; session++) {
            int number = session;
            Thread thread = new Thread(() -> client.run(number));
            thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
    }
}
