package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdversarialHistoriesTest {
    private static final long BUDGET_MILLIS = Long.getLong("suzaku.adversarial.millis", 100);
    private static final long MEMORY_BYTES = 64 << 20;
    /** What the clock may be late by beside the tenth of the budget, as in a collection of garbage. */
    private static final double LATE_MILLIS = 5;

    @ParameterizedTest
    @ValueSource(strings = {"frontier", "exact"})
    void each_is_answered_or_not_decided_within_its_budget_and_says_what_would_help(String engine) {
        List<AdversarialHistories.Run> runs = AdversarialHistories.decideAll(engine, BUDGET_MILLIS, MEMORY_BYTES);

        assertThat(runs).hasSize(AdversarialHistories.COUNT);
        int undecided = 0;
        for (AdversarialHistories.Run run : runs) {
            assertThat(run.cpuMillis()).as(run.toString()).isLessThan(BUDGET_MILLIS * 1.1 + LATE_MILLIS);
            if (run.finding() instanceof Finding.Undecided given) {
                undecided++;
                assertThat(given.reason())
                        .as(run.name())
                        .containsAnyOf("ran out", "memory")
                        .contains("may decide it");
            }
        }
        assertThat(undecided).isBetween(1, AdversarialHistories.COUNT - 1);
    }

    @Test
    void all_of_them_are_checked_in_a_small_heap_without_running_out_of_it() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Stream.of(AdversarialHistories.class, Engines.class, History.class)
                                .map(AdversarialHistoriesTest::place)
                                .collect(Collectors.joining(File.pathSeparator)),
                        AdversarialHistories.class.getName(),
                        "100",
                        "1")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("100 histories")
                .doesNotContain(" 0 of them for memory")
                .doesNotContain("OutOfMemoryError");
    }

    /** Where the class was loaded from. */
    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where " + type + " comes from is no path", e);
        }
    }
}
