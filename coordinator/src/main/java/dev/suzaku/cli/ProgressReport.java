package dev.suzaku.cli;

import dev.suzaku.agent.Progress;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.cluster.CampaignListener;
import dev.suzaku.coordinator.grading.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Shows on stderr how a campaign gets on: a bar on a terminal, else a line every few seconds. Thread-safe. */
final class ProgressReport implements CampaignListener {
    private static final long LINE_EVERY_NANOS = 3_000_000_000L;
    private static final long BAR_EVERY_NANOS = 100_000_000L;
    private static final int BAR_WIDTH = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final int runs;
    private int ended;
    private long lastShownNanos = System.nanoTime() - LINE_EVERY_NANOS;
    private boolean barShown;

    ProgressReport(PrintStream out, boolean terminal, int runs) {
        this.out = out;
        this.terminal = terminal;
        this.runs = runs;
    }

    static ProgressReport onStderr(CampaignPlan plan) {
        return new ProgressReport(System.err, stderrIsTerminal(), plan.runs().size());
    }

    private static boolean stderrIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no /proc: lines are always right
        }
    }

    synchronized void note(String line) {
        wipeBar();
        out.println(line);
        out.flush();
    }

    @Override
    public void agentJoined(String agent, long pid) {
        if (pid != ProcessHandle.current().pid()) {
            note("agent joined, process " + pid);
        }
    }

    @Override
    public void runStarted(PlannedRun run) {
        note("[" + (ended + 1) + "/" + runs + "] " + run.id() + ", seed "
                + run.spec().seed());
    }

    @Override
    public synchronized void progressed(Progress progress) {
        long now = System.nanoTime();
        if (now - lastShownNanos < (terminal ? BAR_EVERY_NANOS : LINE_EVERY_NANOS)) {
            return;
        }
        lastShownNanos = now;
        String text = String.format(
                Locale.ROOT,
                "%s  %d/%d cuts  %,d operations  %s  %.0f s",
                progress.run(),
                progress.cutsDone(),
                progress.cutsPlanned(),
                progress.operations(),
                progress.state().name().toLowerCase(Locale.ROOT),
                progress.elapsedMillis() / 1e3);
        if (terminal) {
            out.print("\r\u001b[K" + bar(progress) + " " + text);
            barShown = true;
        } else {
            out.println("  " + text);
        }
        out.flush();
    }

    private static String bar(Progress progress) {
        double share = progress.operationsPlanned() == 0
                ? 0
                : Math.min(1.0, (double) progress.operations() / progress.operationsPlanned());
        int full = (int) (share * BAR_WIDTH);
        return "[" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "]";
    }

    @Override
    public void checking(PlannedRun run) {
        // The checker takes a second or two; the line that follows says what it found.
    }

    @Override
    public synchronized void runEnded(RunResult result) {
        ended++;
        String reason = result.outcome().reason().lines().findFirst().orElse("");
        String found =
                result.plan().isControl() ? (result.detected() ? ", control detected" : ", control NOT detected") : "";
        note("      " + result.plan().id() + ": " + result.outcome().kind() + found
                + (reason.isEmpty() ? "" : ": " + reason));
    }

    synchronized void end() {
        wipeBar();
        out.flush();
    }

    private void wipeBar() {
        if (barShown) {
            out.print("\r\u001b[K");
            barShown = false;
        }
    }
}
