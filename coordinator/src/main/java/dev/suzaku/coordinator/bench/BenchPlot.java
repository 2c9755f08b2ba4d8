package dev.suzaku.coordinator.bench;

import java.util.List;
import java.util.Locale;

/**
 * A report as a picture (SVG): one row for each ratio with its interval on a logarithmic scale, a tick where it is meant to end, and
 * below them the recovery times against heap size.
 */
public final class BenchPlot {
    private static final int ROW = 22;
    private static final int LABEL = 460;
    private static final int WIDTH = 1000;
    private static final int MARGIN = 40;
    private static final double RATIO_MIN = 0.05;
    private static final double RATIO_MAX = 20;

    private final Svg svg;

    private BenchPlot(Svg svg) {
        this.svg = svg;
    }

    public static String render(BenchReport report) {
        int rows = report.comparisons().size();
        int recoveriesTop = MARGIN + rows * ROW + MARGIN;
        int height = recoveriesTop
                + (report.recoveries().isEmpty() ? 0 : report.recoveries().size() * ROW + 2 * MARGIN);
        return new BenchPlot(new Svg(WIDTH, height)).draw(report, rows, recoveriesTop);
    }

    private String draw(BenchReport report, int rows, int recoveriesTop) {
        if (rows > 0) {
            axis(rows);
            for (int i = 0; i < rows; i++) {
                ratio(report.comparisons().get(i), MARGIN + i * ROW + ROW / 2);
            }
        }
        recoveries(report.recoveries(), recoveriesTop);
        return svg.render();
    }

    private void axis(int rows) {
        for (double tick : List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)) {
            svg.line(x(tick), MARGIN, x(tick), MARGIN + rows * ROW, tick == 1.0 ? "#888" : "#ddd", 1);
            svg.text(x(tick) - 8, MARGIN - 8, tick < 1 ? format("%.1f", tick) : format("%.0f", tick));
        }
        svg.text(8, MARGIN - 8, "ratio to the other side, with the 95 % interval of its median");
    }

    private void ratio(Comparison line, int y) {
        String color = line.fallsShort() ? "#c00" : "#06c";
        svg.text(8, y + 4, line.benchmark() + " · " + line.measure().unit() + " · " + line.peer());
        svg.line(x(line.ratio().low()), y, x(line.ratio().high()), y, color, 3);
        svg.dot(x(line.ratio().median()), y, color, false);
        line.measure()
                .bound()
                .ifPresent(bound -> svg.line(x(bound.limit()), y - 8, x(bound.limit()), y + 8, "#090", 2));
    }

    private void recoveries(List<RecoveryTime> times, int top) {
        if (times.isEmpty()) {
            return;
        }
        double most = times.stream().mapToDouble(RecoveryTime::p99Millis).max().orElseThrow();
        double perMilli = (WIDTH - LABEL - MARGIN) / Math.max(most, RecoveryTime.P99_MILLIS_LIMIT);
        svg.text(
                8,
                top,
                "recover call to first correct reply: median with its interval, p99 hollow; green: at most 10 ms, p99"
                        + " 30 ms");
        for (int i = 0; i < times.size(); i++) {
            RecoveryTime time = times.get(i);
            int y = top + ROW + i * ROW;
            svg.text(
                    8,
                    y + 4,
                    format("%d MiB, %d mappings, %d threads", time.heapMebibytes(), time.mappings(), time.threads()));
            svg.line(
                    LABEL + perMilli * time.millis().low(),
                    y,
                    LABEL + perMilli * time.millis().high(),
                    y,
                    "#06c",
                    3);
            svg.dot(LABEL + perMilli * time.millis().median(), y, "#06c", false);
            svg.dot(LABEL + perMilli * time.p99Millis(), y, "#06c", true);
        }
        for (double limit : List.of(RecoveryTime.MEDIAN_MILLIS_LIMIT, RecoveryTime.P99_MILLIS_LIMIT)) {
            double at = LABEL + perMilli * limit;
            svg.line(at, top + 8, at, top + (times.size() + 1) * ROW, "#090", 2);
        }
    }

    private static double x(double ratio) {
        double inside = Math.min(Math.max(ratio, RATIO_MIN), RATIO_MAX);
        double part = Math.log(inside / RATIO_MIN) / Math.log(RATIO_MAX / RATIO_MIN);
        return LABEL + part * (WIDTH - LABEL - MARGIN);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
