package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Histories on which a search explodes: one object, two values, 60 to 100 clients, all or many operations pending. Run as
 * a program of its own too, with a small heap.
 */
final class AdversarialHistories {
    static final int COUNT = 100;

    private static final int OPERATIONS = 1500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private AdversarialHistories() {}

    /** How one check ended. */
    record Run(String name, Finding finding, double cpuMillis) {}

    /** One history and its model. */
    private record Sample(String name, String model, History history) {}

    /** Decides all of them by the engine, one budget each, in which time is that of the processor. */
    static List<Run> decideAll(String engine, long budgetMillis, long memoryBytes) {
        List<Run> runs = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            Sample sample = sample(number);
            History history = sample.history();
            KeyHistory key = KeyHistory.of("k", Models.named(sample.model()), history.operations(), history.cuts());
            Timeline timeline = Timeline.of(key, history.cuts(), operation -> Operation.NEVER);
            long start = THREADS.getCurrentThreadCpuTime();
            Budget budget = new Budget(budgetMillis, memoryBytes, THREADS::getCurrentThreadCpuTime);
            Finding finding = Engines.named(engine, key).decide(key, timeline, budget);
            runs.add(new Run(sample.name(), finding, (THREADS.getCurrentThreadCpuTime() - start) / 1e6));
        }
        return runs;
    }

    private static Sample sample(int number) {
        int clients = number % 2 == 0 ? 60 : 100;
        return switch (number % 5) {
            case 0 -> workload("all pending", new Workload(clients, OPERATIONS, 0, 1000, true, 2, false, number));
            case 1 -> workload("overlapping", new Workload(clients, OPERATIONS, 0, 0, true, 2, true, number));
            case 2 -> workload("half pending", new Workload(clients, OPERATIONS, 0, 500, true, 2, true, number));
            case 3 -> workload("many cuts", new Workload(clients, OPERATIONS, 20, 20, true, 2, true, number));
            default -> new Sample("queue", "queue", new RandomHistories(number, "queue", 0.01).next(clients, 300, 1));
        };
    }

    private static Sample workload(String name, Workload workload) {
        return new Sample(name, workload.model(), HistoryGenerator.history(workload));
    }

    /** Prints how many of the histories were answered and how many were not, within the given memory. */
    public static void main(String[] arguments) {
        List<Run> runs = decideAll("exact", Long.parseLong(arguments[0]), Long.parseLong(arguments[1]) << 20);
        long undecided = runs.stream()
                .filter(run -> run.finding() instanceof Finding.Undecided given
                        && given.reason().contains("memory"))
                .count();
        System.out.println(runs.size() + " histories, undecided " + undecided + " of them for memory");
    }
}
