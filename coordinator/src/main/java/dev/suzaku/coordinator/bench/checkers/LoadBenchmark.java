package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.coordinator.bench.Interval;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFile;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.JepsenEdn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How fast histories are read from files into memory: all events of a cas register, after some reads to warm up. */
final class LoadBenchmark {
    private static final int OPERATIONS = 500_000;
    private static final int WARM_UPS = 3;
    private static final double SUZAKU_PROMISED = 2_000_000;
    private static final double EDN_PROMISED = 500_000;

    private final CheckPlan plan;
    private final Path scratch;

    LoadBenchmark(CheckPlan plan, Path scratch) {
        this.plan = plan;
        this.scratch = scratch;
    }

    List<LoadResult> run() throws IOException {
        return run(OPERATIONS);
    }

    List<LoadResult> run(int operations) throws IOException {
        History history = HistoryGenerator.history(Workload.cas(10, operations, plan.seed()));
        Path chunks = scratch.resolve("history.szh");
        Path edn = scratch.resolve("load.edn");
        HistoryFile.write(chunks, history);
        try (BufferedWriter writer = Files.newBufferedWriter(edn, StandardCharsets.UTF_8)) {
            JepsenEdn.write(history, writer);
        }
        return List.of(
                measure(HistoryFormat.SUZAKU, chunks, operations, SUZAKU_PROMISED),
                measure(HistoryFormat.JEPSEN_EDN, edn, operations, EDN_PROMISED));
    }

    private LoadResult measure(HistoryFormat format, Path file, int operations, double promised) throws IOException {
        plan.say("load/" + format.id());
        long events = 2L * operations; // every operation of the workload was answered
        List<Double> rates = new ArrayList<>();
        for (int turn = -WARM_UPS; turn < plan.turns(); turn++) {
            long start = System.nanoTime();
            History read = format.read(file);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (read.operations().size() != operations || !read.complete()) {
                throw new IllegalStateException("read " + read.operations().size() + " operations of " + operations);
            }
            if (turn >= 0) {
                rates.add(events / seconds);
            }
        }
        long bytes = Files.size(file);
        Files.delete(file);
        return new LoadResult(format.id(), events, bytes, Interval.of(rates), promised);
    }
}
