package dev.suzaku.coordinator.bench;

import java.util.List;
import java.util.Locale;

/** A report as a table for people. */
public final class BenchTable {
    private static final List<String> HEADER =
            List.of("benchmark", "measure", "ours", "peer", "ratio", "95 % interval", "meant to be", "verdict");
    private static final List<String> RECOVERY_HEADER =
            List.of("recovery", "pool", "mappings", "threads", "median", "95 % interval", "p99", "max", "verdict");

    private BenchTable() {}

    public static String render(BenchReport report) {
        StringBuilder text = new StringBuilder();
        if (!report.comparisons().isEmpty()) {
            TextTable.append(
                    text,
                    HEADER,
                    report.comparisons().stream().map(BenchTable::row).toList());
        }
        if (!report.recoveries().isEmpty()) {
            TextTable.append(
                    text,
                    RECOVERY_HEADER,
                    report.recoveries().stream().map(BenchTable::row).toList());
        }
        report.missing()
                .forEach(line -> text.append("not measured: ").append(line).append('\n'));
        return text.toString();
    }

    private static List<String> row(Comparison line) {
        Interval ratio = line.ratio();
        return List.of(
                line.benchmark(),
                line.measure().unit(),
                line.ours() + " " + number(line.oursMedian()),
                line.peer() + " " + number(line.peerMedian()),
                ratio(ratio.median()),
                ratio(ratio.low()) + " .. " + ratio(ratio.high()),
                line.measure().bound().map(Bound::toString).orElse("-"),
                line.verdict());
    }

    private static List<String> row(RecoveryTime time) {
        return List.of(
                time.heapMebibytes() + " MiB",
                time.poolBytes() / (1 << 20) + " MiB",
                Integer.toString(time.mappings()),
                Integer.toString(time.threads()),
                millis(time.millis().median()),
                millis(time.millis().low()) + " .. " + millis(time.millis().high()),
                millis(time.p99Millis()),
                millis(time.maxMillis()),
                time.fallsShort() ? "falls short" : "holds");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }
}
