package dev.suzaku.agent.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.faults.Receipt;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * cuts.jsonl: one JSON object per cut and line, in order: the receipt's components under their JSON names ({@code fidelity} by
 * its id), then {@code in_flight} (client operations in flight), {@code audited}, and {@code recovery_ms} ({@code null}
 * when the target did not come back). Each line is flushed.
 */
public final class CutLog implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final BufferedWriter writer;

    private CutLog(BufferedWriter writer) {
        this.writer = writer;
    }

    public static CutLog create(Path file) throws IOException {
        return new CutLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /** @param recoveryMillis NaN when the target did not come back */
    public void write(Receipt receipt, int inFlight, boolean audited, double recoveryMillis) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("cut", receipt.cut());
        line.put("fidelity", receipt.fidelity().id());
        line.put("complete", receipt.complete());
        line.put("pid", receipt.pid());
        line.put("start_time_ticks", receipt.startTimeTicks());
        line.put("exit_signal", receipt.exitSignal());
        line.put("frozen_earliest_ns", receipt.frozenEarliestNanos());
        line.put("frozen_latest_ns", receipt.frozenLatestNanos());
        line.put("killed_ns", receipt.killedNanos());
        line.put("tables_checksum", receipt.tablesChecksum());
        line.put("threads", receipt.threads());
        line.put("threads_in_user", receipt.threadsInUser());
        line.put("threads_in_kernel", receipt.threadsInKernel());
        line.put("reverted_lines", receipt.revertedLines());
        line.put("note", receipt.note());
        line.put("in_flight", inFlight);
        line.put("audited", audited);
        line.put("recovery_ms", Double.isNaN(recoveryMillis) ? null : recoveryMillis);
        try {
            writer.write(json.writeValueAsString(line) + "\n");
            writer.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt that is not JSON: " + receipt, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write cuts.jsonl: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close cuts.jsonl: " + e.getMessage(), e);
        }
    }
}
