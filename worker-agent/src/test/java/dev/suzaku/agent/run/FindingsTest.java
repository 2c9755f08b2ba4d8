package dev.suzaku.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Finding;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
    private static final long LONGER_THAN_THIS_TEST_MILLIS = 3_600_000;

    @TempDir
    Path directory;

    @Test
    void aTimeOutIsNoFindingWhileACutBringsTheTargetToAStand() throws IOException {
        Findings findings = findings(0);
        findings.after(0);

        findings.cutBegins();
        findings.timedOut(3, "get", "k");

        assertThat(findings.any()).isFalse();
    }

    @Test
    void aTimeOutIsNoFindingWhenTheWaitBeganBeforeTheCutWasOver() throws IOException {
        Findings findings = findings(LONGER_THAN_THIS_TEST_MILLIS);

        findings.cutBegins();
        findings.after(0);
        findings.timedOut(3, "get", "k");

        assertThat(findings.any()).isFalse();
    }

    @Test
    void aTimeOutIsAFindingWhenAllOfTheWaitCameAfterTheCut() throws IOException {
        Findings findings = findings(0);

        findings.cutBegins();
        findings.after(0);
        findings.timedOut(3, "get", "k");

        assertThat(findings.violated()).isTrue();
        assertThat(findings.list())
                .extracting(Finding::detail)
                .containsExactly("session 3 got no answer to get k in time");
    }

    private Findings findings(long timeoutMillis) throws IOException {
        return new Findings(RunLog.create(directory.resolve("agent.log")), timeoutMillis, () -> false);
    }
}
