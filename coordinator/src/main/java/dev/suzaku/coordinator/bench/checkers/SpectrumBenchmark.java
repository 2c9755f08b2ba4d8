package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.coordinator.bench.Interval;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Fault;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.List;

/** The whole spectrum of conditions against durable alone, on histories with 20 power cuts. */
final class SpectrumBenchmark {
    private static final double PROMISED = 8;
    private static final int CUTS = 20;

    private final CheckPlan plan;

    SpectrumBenchmark(CheckPlan plan) {
        this.plan = plan;
    }

    List<SpectrumResult> run(int operations) {
        Workload cas = Workload.cas(10, operations, plan.seed()).withCuts(CUTS);
        Workload unique = Workload.unique(10, operations, plan.seed()).withCuts(CUTS);
        List<SpectrumResult> results = new ArrayList<>();
        for (Workload workload : List.of(unique, cas.withUniqueValues(), cas)) {
            for (Fault fault : List.of(Fault.NONE, Fault.CONTRADICTION)) {
                results.add(measure(CheckCase.curve("spectrum", 0, workload, fault)));
            }
        }
        return results;
    }

    private SpectrumResult measure(CheckCase measured) {
        plan.say(measured.name());
        History history = measured.history();
        String model = measured.workload().model();
        List<Double> durable = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        int undecided = 0;
        long start = System.nanoTime();
        boolean warm = false;
        while (ratios.size() < plan.turns()) {
            Verdict one = check(history, model, List.of(Condition.DURABLE));
            Verdict whole = check(history, model, List.of(Condition.values()));
            undecided = (int) whole.conditions().values().stream()
                    .filter(answer -> answer == Answer.UNKNOWN)
                    .count();
            if (warm) {
                durable.add(one.elapsedMillis());
                all.add(whole.elapsedMillis());
                ratios.add(whole.elapsedMillis() / one.elapsedMillis());
            }
            warm = warm || System.nanoTime() - start > plan.warmUpMillis() * 1_000_000;
        }
        return new SpectrumResult(
                measured.name(),
                Interval.of(durable).median(),
                Interval.of(all).median(),
                Interval.of(ratios),
                undecided,
                PROMISED);
    }

    private Verdict check(History history, String model, List<Condition> conditions) {
        return new HistoryChecker()
                .check(history, new CheckRequest(model, conditions, plan.budgetMillis(), plan.engine(), false));
    }
}
