package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of many operations is the same in every format. How fast it is read, {@code ./suzaku bench checkers --only load/} measures. */
class LargeFilesTest {
    private static final long SEED = 20261125;
    private static final int OPERATIONS = 200_000;

    @TempDir
    Path directory;

    @Test
    void every_format_gives_the_same_operations() throws IOException {
        Path szh = directory.resolve("large.szh");
        record(szh);
        History history = HistoryFile.read(szh);
        assertThat(history.columns().size()).isEqualTo(OPERATIONS);
        Path edn = directory.resolve("large.edn");
        try (Writer writer = Files.newBufferedWriter(edn)) {
            JepsenEdn.write(history, writer);
        }
        Path json = directory.resolve("large.json");
        try (Writer writer = Files.newBufferedWriter(json)) {
            writeJson(history, writer);
        }
        for (Path file : List.of(szh, edn, json)) {
            assertThat(HistoryFormat.read(file, "auto").operations().equals(history.operations()))
                    .as("the operations of %s", file.getFileName())
                    .isTrue();
        }
    }

    private static void record(Path file) throws IOException {
        AtomicLong clock = new AtomicLong();
        Random random = new Random(SEED);
        try (HistoryRecorder recorder =
                HistoryRecorder.create(file, HistoryHeader.of("large", "kv", 0), () -> clock.addAndGet(700))) {
            for (int i = 0; i < OPERATIONS; i++) {
                boolean write = random.nextBoolean();
                String key = "k" + random.nextInt(100);
                long operation =
                        recorder.invoke(i % 16, write ? "set" : "get", key, write ? Value.of("v" + i) : Value.NOTHING);
                recorder.complete(operation, Outcome.OK, Value.of(write ? "STORED" : "v" + random.nextInt(i + 1)));
            }
        }
    }

    private static void writeJson(History history, Writer out) throws IOException {
        for (Operation operation : history.operations()) {
            String rest = ",\"process\":" + operation.session() + ",\"f\":\"" + operation.function() + "\",\"key\":\""
                    + operation.key() + "\"";
            out.write("{\"type\":\"invoke\",\"time\":" + operation.invokeNanos() + rest + ",\"value\":"
                    + json(operation.argument()) + "}\n{\"type\":\"ok\",\"time\":" + operation.returnNanos() + rest
                    + ",\"value\":" + json(operation.result()) + "}\n");
        }
    }

    private static String json(Value value) {
        return value.equals(Value.NOTHING) ? "null" : "\"" + value + "\"";
    }
}
