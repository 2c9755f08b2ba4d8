package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Single operations in small C programs, for glibc and musl. */
final class MicroSuite implements Suite {
    private static final String MILLIS = "150";
    private static final List<Operation> OPERATIONS = List.of(
            new Operation("getppid", 1.25),
            new Operation("pipe", 1.05),
            new Operation("file_write", 1.15),
            new Operation("open_close", 1.5),
            new Operation("map", 1.15),
            new Operation("thread", 1.4));

    private record Operation(String name, double limit) {}

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        for (String library : List.of("glibc", "musl")) {
            Path program = plan.tools().ours("micro-" + library, "musl-tools");
            for (Operation operation : OPERATIONS) {
                String name = "micro/" + operation.name() + "/" + library;
                if (plan.wants(name)) {
                    report.add(compare(plan, name, program, operation));
                }
            }
        }
    }

    private static List<Comparison> compare(BenchPlan plan, String name, Path program, Operation operation)
            throws IOException, InterruptedException {
        List<Measure> measures = List.of(
                Measure.of("wall_ns", "ns/op", Bound.atMost(operation.limit())),
                Measure.of("cpu_ns", "CPU ns/op", Bound.atMost(operation.limit())));
        PairedSamples samples = new PairedSamples(name, measures, Side.RUNTIME.label(), Side.NATIVE.label());
        plan.turns().say(name);
        for (int pair = 0; pair < plan.turns().pairs(); pair++) {
            List<String> command = List.of(program.toString(), operation.name(), MILLIS);
            plan.turns().take(samples, () -> once(plan, Side.RUNTIME, command), () -> once(plan, Side.NATIVE, command));
        }
        return new ArrayList<>(samples.comparisons());
    }

    private static Map<String, Double> once(BenchPlan plan, Side side, List<String> command)
            throws IOException, InterruptedException {
        try (MeasuredProcess process = side.start(plan.tools().directory("micro"), Map.of(), command)) {
            return process.numbers();
        }
    }
}
