package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.Layout.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of a handler between a call that a cut has interrupted and its repetition, cut in turn: each keeps what it had decided and found. */
class HandlerCallsTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 120);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final int DECISIONS_KEPT = number("thread.decisions_kept");
    private static final int STACK = number("decision.stack");
    private static final int FIRST_KEPT = number("thread.decisions");

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private final DecisionAim aim = new DecisionAim();
    private final AtomicInteger nested = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"handlers-glibc", "handlers-musl-static"})
    void callsOfAHandlerThatIsCutDoNotDisturbTheCallBelow(String name) throws Exception {
        runRight(name);
        assertThat(nested)
                .as("cuts within a handler's call while one below waits for its repetition")
                .hasPositiveValue();
    }

    private void runRight(String name) throws Exception {
        CutCampaign campaign = CutCampaign.runUntilStopped(name, scratch, CUTS, SEED, this::atDecision);

        assertThat(Files.readString(scratch.resolve("log"))).as("seed %d", SEED).isEqualTo("wrong 0\n");
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }

    private void atDecision(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        aim.at(process, freeze, random);
        ThreadSlot slot = process.tables().thread(0);
        boolean waits = slot.word(DECISIONS_KEPT) > 0 && slot.word(FIRST_KEPT + STACK) != slot.recordWord("rsp");
        if (DecisionAim.hasDecided(slot) && waits) {
            nested.incrementAndGet();
        }
    }
}
