package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistorySegmentsTest {
    private static final long SEED = 20261125;

    @TempDir
    private Path directory;

    @Test
    void segments_together_are_the_keys_operations_each_with_its_end() {
        Random random = new Random(SEED);
        int carried = 0;
        for (int i = 0; i < 100; i++) {
            History history = history(random, 40);
            HistorySource source = source("together-" + i, history);
            HistorySurvey survey = survey(source);
            int min = 1 + random.nextInt(6);
            for (String key : survey.operationsOfKeys().keySet()) {
                List<Operation> found = new ArrayList<>();
                long until = Long.MIN_VALUE;
                try (HistorySegments segments = new HistorySegments(source.events(), survey, key, min, 1000)) {
                    for (var next = segments.next(); next.isPresent(); next = segments.next()) {
                        HistorySegments.Segment segment = next.get();
                        assertThat(stillOpen(found, until)).isEqualTo(operations(segment, 0, segment.carried()));
                        carried += segment.carried();
                        found.addAll(operations(segment, segment.carried(), segment.size()));
                        until = segment.untilNanos();
                    }
                    assertThat(segments.complete()).isTrue();
                }
                assertThat(found)
                        .as("key %s of history %d, seed %d", key, i, SEED)
                        .isEqualTo(history.operations().stream()
                                .filter(operation -> operation.key().equals(key))
                                .toList());
            }
        }
        assertThat(carried).isGreaterThan(300);
    }

    private static List<Operation> stillOpen(List<Operation> before, long until) {
        return before.stream()
                .filter(operation -> operation.outcome() != Outcome.FAIL && operation.returnNanos() >= until)
                .toList();
    }

    private static List<Operation> operations(HistorySegments.Segment segment, int from, int to) {
        List<Operation> operations = new ArrayList<>();
        for (int row = from; row < to; row++) {
            Operation each = segment.columns().operation(row);
            operations.add(operation(
                    segment.index(row),
                    each.session(),
                    each.epoch(),
                    each.key(),
                    each.argument(),
                    each.outcome(),
                    each.invokeNanos(),
                    each.returnNanos()));
        }
        return operations;
    }

    @Test
    void an_operation_that_stays_open_too_long_is_named() {
        List<Operation> operations = new ArrayList<>();
        operations.add(operation(0, 0, 0, "k", Value.of(0), Outcome.OK, 0, 1000));
        for (int i = 1; i < 50; i++) {
            operations.add(operation(i, 1, 0, "k", Value.of(i), Outcome.OK, 2 * i, 2 * i + 1));
        }
        HistorySource source =
                source("long", new History(HistoryHeader.of("test", "register", 0), operations, List.of(), true));
        try (HistorySegments segments = new HistorySegments(source.events(), survey(source), "k", 5, 20)) {
            assertThatThrownBy(segments::next)
                    .isInstanceOf(HistorySegments.HeldBackException.class)
                    .hasMessageContaining("operation 0 stays open while more than 20 others are invoked");
        }
    }

    @Test
    void a_survey_counts_what_is_there_and_knows_what_was_never_answered() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            History history = history(random, 30);
            HistorySurvey survey = survey(source("survey-" + i, history));
            BitSet unanswered = new BitSet();
            history.operations().stream()
                    .filter(operation -> operation.outcome() == Outcome.INFO)
                    .forEach(operation -> unanswered.set(operation.index()));
            assertThat(survey.operations()).isEqualTo(history.operations().size());
            assertThat(survey.okOperations()).isEqualTo(history.count(Outcome.OK));
            assertThat(survey.unanswered()).isEqualTo(unanswered);
            assertThat(survey.cuts()).isEqualTo(history.cuts());
            assertThat(survey.functions()).containsExactly("write");
            survey.operationsOfKeys()
                    .forEach((key, count) -> assertThat(history.operations().stream()
                                    .filter(operation -> operation.key().equals(key)))
                            .hasSize(count));
        }
    }

    @Test
    void some_keys_alone_are_numbered_among_themselves_with_all_cuts() {
        History history = history(new Random(SEED), 40);
        History part = source("only", history).only(key -> !key.equals("k1"));
        assertThat(part.cuts()).isEqualTo(history.cuts());
        assertThat(part.complete()).isTrue();
        List<Operation> expected = history.operations().stream()
                .filter(operation -> !operation.key().equals("k1"))
                .toList();
        assertThat(part.operations()).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(part.operations().get(i))
                    .usingRecursiveComparison()
                    .ignoringFields("index")
                    .isEqualTo(expected.get(i));
            assertThat(part.operations().get(i).index()).isEqualTo(i);
        }
    }

    /** Writes on three keys, some never answered, some failed, with a cut. */
    private static History history(Random random, int size) {
        List<Operation> operations = new ArrayList<>();
        long now = 10;
        long crash = 10 + random.nextInt(size);
        for (int i = 0; i < size; i++) {
            now += random.nextInt(3);
            int fate = random.nextInt(8);
            Outcome outcome = fate == 0 ? Outcome.INFO : fate == 1 ? Outcome.FAIL : Outcome.OK;
            long end =
                    outcome == Outcome.INFO ? Operation.NEVER : now + random.nextInt(random.nextInt(9) == 0 ? 60 : 6);
            operations.add(
                    operation(i, i, crash < now ? 1 : 0, "k" + random.nextInt(3), Value.of(i), outcome, now, end));
        }
        PowerCut cut = new PowerCut(0, crash - 1, crash, crash + 2, crash + 3);
        return new History(HistoryHeader.of("test", "register", 0), operations, List.of(cut), true);
    }

    private static Operation operation(
            int index, int session, int epoch, String key, Value argument, Outcome outcome, long invoke, long end) {
        return new Operation(index, session, epoch, "write", key, argument, Value.NOTHING, outcome, invoke, end);
    }

    private HistorySource source(String name, History history) {
        Path file = directory.resolve(name + HistoryFile.SUFFIX);
        HistoryFile.write(file, history);
        return new HistorySource(file, HistoryFormat.SUZAKU);
    }

    private static HistorySurvey survey(HistorySource source) {
        try (EventCursor cursor = source.events()) {
            return HistorySurvey.of(cursor);
        }
    }
}
