package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.coordinator.bench.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The curves of a report as a picture (SVG): time against length, clients and pending operations, both axes logarithmic. A
 * hollow dot is a checker that gave no answer until then.
 */
public final class CheckPlot {
    private static final List<String> SERIES = List.of("length", "clients", "pending");
    private static final List<String> AXES = List.of(
            "operations (cas register, 5 clients)", "clients (10,000 operations)", "pending of 10,000 operations");
    private static final List<String> COLORS = List.of("#06c", "#c60", "#808", "#080");
    private static final int SIZE = 340;
    private static final int MARGIN = 70;
    private static final double MILLIS_MIN = 0.1;
    private static final double MILLIS_MAX = 100_000;

    private final Svg svg = new Svg(SERIES.size() * (SIZE + MARGIN) + MARGIN, SIZE + 2 * MARGIN);
    private final CheckReport report;

    private CheckPlot(CheckReport report) {
        this.report = report;
    }

    /** The picture; empty where no point of a curve was measured. */
    public static Optional<String> render(CheckReport report) {
        boolean curve = report.cases().stream()
                .anyMatch(result -> SERIES.contains(result.measured().series()));
        return curve ? Optional.of(new CheckPlot(report).draw()) : Optional.empty();
    }

    private String draw() {
        for (int panel = 0; panel < SERIES.size(); panel++) {
            String series = SERIES.get(panel);
            List<CaseResult> points = report.cases().stream()
                    .filter(result -> result.measured().series().equals(series))
                    .toList();
            panel(MARGIN + panel * (SIZE + MARGIN), AXES.get(panel), points);
        }
        List<String> names = new ArrayList<>(List.of("ours"));
        report.cases().stream().findFirst().ifPresent(result -> result.peers().forEach(peer -> names.add(peer.name())));
        for (int i = 0; i < names.size(); i++) {
            svg.dot(MARGIN + i * 150.0, 18, color(i), false);
            svg.text(MARGIN + 10 + i * 150.0, 23, names.get(i));
        }
        return svg.render();
    }

    private void panel(int left, String title, List<CaseResult> points) {
        for (double millis = MILLIS_MIN; millis <= MILLIS_MAX * 1.01; millis *= 10) {
            svg.line(left, y(millis), left + SIZE, y(millis), "#ddd", 1);
            svg.text(left - 62, y(millis) + 4, label(millis) + " ms");
        }
        svg.text(left, SIZE + MARGIN + 45, title);
        double least = points.stream().mapToDouble(point -> place(point)).min().orElse(1);
        double most = points.stream().mapToDouble(point -> place(point)).max().orElse(10);
        double perDecade = SIZE / Math.max(Math.log10(most / least), 1e-9);
        List<Double> across = points.stream()
                .map(point -> left + perDecade * Math.log10(place(point) / least))
                .toList();
        for (int i = 0; i < points.size(); i++) {
            svg.line(across.get(i), y(MILLIS_MIN), across.get(i), y(MILLIS_MIN) + 5, "#888", 1);
            svg.text(across.get(i) - 8, y(MILLIS_MIN) + 20, label(place(points.get(i))));
        }
        int sides = points.isEmpty() ? 0 : 1 + points.get(0).peers().size();
        for (int side = 0; side < sides; side++) {
            curve(points, across, side);
        }
    }

    private void curve(List<CaseResult> points, List<Double> across, int side) {
        for (int i = 0; i < points.size(); i++) {
            SideResult result = side(points.get(i), side);
            double y = y(result.millis().median());
            if (i > 0) {
                double before = y(side(points.get(i - 1), side).millis().median());
                svg.line(across.get(i - 1), before, across.get(i), y, color(side), 2);
            }
            svg.dot(across.get(i), y, color(side), !result.definite());
        }
    }

    private static SideResult side(CaseResult point, int side) {
        return side == 0 ? point.ours() : point.peers().get(side - 1);
    }

    private static double place(CaseResult point) {
        return point.measured().place();
    }

    private static String color(int side) {
        return COLORS.get(side % COLORS.size());
    }

    private static double y(double millis) {
        double inside = Math.min(Math.max(millis, MILLIS_MIN), MILLIS_MAX);
        return MARGIN + SIZE * (1 - Math.log(inside / MILLIS_MIN) / Math.log(MILLIS_MAX / MILLIS_MIN));
    }

    private static String label(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value);
    }
}
