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
 * cuts.jsonl: one JSON object per cut and line, in order: the receipt's components under their names ({@code fidelity} by
 * its id), then {@code inFlight} (client operations in flight), {@code audited}, and {@code recoveryMillis} ({@code null}
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
        line.put("startTimeTicks", receipt.startTimeTicks());
        line.put("exitSignal", receipt.exitSignal());
        line.put("frozenEarliestNanos", receipt.frozenEarliestNanos());
        line.put("frozenLatestNanos", receipt.frozenLatestNanos());
        line.put("killedNanos", receipt.killedNanos());
        line.put("tablesChecksum", receipt.tablesChecksum());
        line.put("threads", receipt.threads());
        line.put("threadsInUser", receipt.threadsInUser());
        line.put("threadsInKernel", receipt.threadsInKernel());
        line.put("revertedLines", receipt.revertedLines());
        line.put("note", receipt.note());
        line.put("inFlight", inFlight);
        line.put("audited", audited);
        line.put("recoveryMillis", Double.isNaN(recoveryMillis) ? null : recoveryMillis);
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
