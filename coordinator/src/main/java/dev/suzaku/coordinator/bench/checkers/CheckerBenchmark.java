package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.checkers.generate.HistoryGenerator;
import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.coordinator.bench.Interval;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.JepsenEdn;
import dev.suzaku.histories.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Measures checkers on generated histories, all of them on the same file, in turns whose order is drawn from the seed. Our
 * time is a verdict's {@code elapsedMillis} in this JVM, after some checks to warm it up; a peer's is what it says of itself.
 * The condition is durable. Used by one thread.
 */
public final class CheckerBenchmark {
    private static final int WARM_UPS = 3;
    private static final long READING_MILLIS = 60_000;
    private static final int SPECTRUM_OPERATIONS = 10_000;
    private static final double SHARE_PROMISED = 0.8;

    private final CheckPlan plan;
    private final Path scratch;
    private final Random order;

    /**
     * Prepares a run.
     *
     * @param scratch directory for the histories, emptied by whoever made it
     */
    public CheckerBenchmark(CheckPlan plan, Path scratch) {
        this.plan = plan;
        this.scratch = scratch;
        this.order = new Random(plan.seed());
    }

    /** Measures what the plan wants. */
    public CheckReport run() throws IOException, InterruptedException {
        List<CaseResult> cases = new ArrayList<>();
        for (CheckCase measured : CheckCases.all(plan.seed())) {
            if (plan.wants(measured.name())) {
                plan.say(measured.name());
                cases.add(measure(measured));
            }
        }
        List<ShareResult> shares = new ArrayList<>();
        Workload cut = Workload.cas(10, 10_000, plan.seed()).withCuts(50);
        shareOf("share/unique values", cut.withUniqueValues(), CheckerBenchmark::illegal, 1, shares);
        shareOf("share/five values", cut, CheckerBenchmark::illegal, SHARE_PROMISED, shares);
        shareOf("share/five values, lost write", cut, HistoryGenerator::losingHistory, SHARE_PROMISED, shares);
        List<SpectrumResult> spectra =
                plan.wants("spectrum/") ? new SpectrumBenchmark(plan).run(SPECTRUM_OPERATIONS) : List.of();
        List<LoadResult> loads = plan.wants("load/") ? new LoadBenchmark(plan, scratch).run() : List.of();
        return new CheckReport(cases, shares, spectra, loads);
    }

    CaseResult measure(CheckCase measured) throws IOException, InterruptedException {
        History generated = measured.history();
        Path file = scratch.resolve("history.edn");
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            JepsenEdn.write(generated, writer);
        }
        History history = HistoryFormat.JEPSEN_EDN.read(file);
        String model = measured.workload().model();
        SideResult ours = new SideResult("ours");
        List<SideResult> peers =
                plan.peers().stream().map(peer -> new SideResult(peer.name())).toList();
        warmUp(history, model);
        for (int turn = 0; turn < plan.turns(); turn++) {
            List<Integer> sides = new ArrayList<>(List.of(-1));
            for (int i = 0; i < peers.size(); i++) {
                sides.add(i);
            }
            Collections.shuffle(sides, order);
            for (int side : sides) {
                SideResult result = side < 0 ? ours : peers.get(side);
                if (result.worthAnotherTurn()) {
                    result.add(
                            side < 0
                                    ? check(history, model)
                                    : plan.peers().get(side).check(file, scratch, plan.budgetMillis(), READING_MILLIS));
                }
            }
        }
        Files.delete(file);
        return new CaseResult(measured, history.operations().size(), history.count(Outcome.INFO), ours, peers);
    }

    private void warmUp(History history, String model) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UPS || System.nanoTime() - start < plan.warmUpMillis() * 1_000_000; i++) {
            if (!check(history, model).definite()) {
                return; // it would only take the budget again
            }
        }
    }

    private Checked check(History history, String model) {
        CheckRequest request =
                new CheckRequest(model, List.of(Condition.DURABLE), plan.budgetMillis(), plan.engine(), false);
        Verdict verdict = new HistoryChecker().check(history, request);
        return new Checked(verdict.answer(Condition.DURABLE), verdict.elapsedMillis());
    }

    private static Optional<History> illegal(Workload workload) {
        return Optional.of(HistoryGenerator.illegalHistory(workload));
    }

    /** @param histories what is checked; one seed after the other is taken until there are as many as are wanted */
    private void shareOf(
            String name,
            Workload workload,
            Function<Workload, Optional<History>> histories,
            double promised,
            List<ShareResult> shares) {
        if (!plan.wants(name)) {
            return;
        }
        plan.say(name);
        int violations = 0;
        int unknown = 0;
        List<Double> times = new ArrayList<>();
        for (long seed = workload.seed(); times.size() < plan.seeds(); seed++) {
            if (seed - workload.seed() > 1000L * plan.seeds()) {
                throw new IllegalStateException(name + ": of " + 1000L * plan.seeds() + " seeds from " + workload.seed()
                        + " on only " + times.size() + " give such a history");
            }
            Optional<History> history = histories.apply(workload.withSeed(seed));
            if (history.isPresent()) {
                Checked checked = check(history.get(), workload.model());
                violations += checked.answer() == Answer.INVALID ? 1 : 0;
                unknown += checked.definite() ? 0 : 1;
                times.add(checked.millis());
            }
        }
        shares.add(new ShareResult(
                name + ", 10 clients, 10000 operations, 50 cuts, illegal",
                plan.seeds(),
                violations,
                unknown,
                Interval.of(times).median(),
                promised));
    }
}
