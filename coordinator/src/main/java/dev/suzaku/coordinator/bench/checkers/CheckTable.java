package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.coordinator.bench.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as tables for people. */
public final class CheckTable {
    private CheckTable() {}

    public static String render(CheckReport report) {
        StringBuilder text = new StringBuilder();
        if (!report.cases().isEmpty()) {
            List<String> header = new ArrayList<>(List.of("history", "pending", "ours", "95 % interval"));
            report.cases().get(0).peers().forEach(peer -> header.addAll(List.of(peer.name(), "we are")));
            header.addAll(List.of("meant to be", "verdict"));
            TextTable.append(
                    text, header, report.cases().stream().map(CheckTable::row).toList());
        }
        if (!report.shares().isEmpty()) {
            TextTable.append(
                    text,
                    List.of("illegal, many seeds", "seeds", "decided", "unknown", "median", "meant to be", "verdict"),
                    report.shares().stream().map(CheckTable::row).toList());
        }
        if (!report.spectra().isEmpty()) {
            TextTable.append(
                    text,
                    List.of(
                            "all conditions",
                            "durable",
                            "all",
                            "ratio",
                            "95 % interval",
                            "unknown",
                            "meant to be",
                            "verdict"),
                    report.spectra().stream().map(CheckTable::row).toList());
        }
        if (!report.loads().isEmpty()) {
            TextTable.append(
                    text,
                    List.of("reading", "events", "MB", "events/s", "95 % interval", "meant to be", "verdict"),
                    report.loads().stream().map(CheckTable::row).toList());
        }
        return text.toString();
    }

    private static List<String> row(CaseResult result) {
        List<String> row = new ArrayList<>(List.of(
                result.measured().name(),
                Integer.toString(result.pending()),
                side(result.ours()),
                millis(result.ours().millis().low()) + " .. "
                        + millis(result.ours().millis().high())));
        for (SideResult peer : result.peers()) {
            row.add(side(peer));
            row.add((peer.definite() ? "" : "> ") + times(result.timesAsFast(peer)));
        }
        row.addAll(List.of(result.promise(), result.verdict()));
        return row;
    }

    private static String side(SideResult side) {
        return side.answer() + " " + millis(side.millis().median());
    }

    private static List<String> row(ShareResult share) {
        return List.of(
                share.name(),
                Integer.toString(share.seeds()),
                Integer.toString(share.violations()),
                Integer.toString(share.unknown()),
                millis(share.medianMillis()),
                String.format(Locale.ROOT, ">= %.0f %%", 100 * share.promised()),
                share.contradiction() ? "CONTRADICTION" : share.fallsShort() ? "falls short" : "holds");
    }

    private static List<String> row(SpectrumResult spectrum) {
        return List.of(
                spectrum.name(),
                millis(spectrum.durableMillis()),
                millis(spectrum.allMillis()),
                times(spectrum.ratio().median()),
                times(spectrum.ratio().low()) + " .. " + times(spectrum.ratio().high()),
                Integer.toString(spectrum.undecided()),
                "<= " + times(spectrum.promised()),
                spectrum.fallsShort() ? "falls short" : "holds");
    }

    private static List<String> row(LoadResult load) {
        return List.of(
                load.format(),
                number(load.events()),
                number(load.bytes() / 1e6),
                number(load.eventsPerSecond().median()),
                number(load.eventsPerSecond().low()) + " .. "
                        + number(load.eventsPerSecond().high()),
                ">= " + number(load.promised()),
                load.fallsShort() ? "falls short" : "holds");
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f ms" : "%.0f ms", value);
    }

    private static String times(double value) {
        return String.format(Locale.ROOT, "%.1fx", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
