package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationColumnsTest {
    private static final long SEED = 20261125;

    @TempDir
    Path directory;

    private static final HistoryHeader HEADER = HistoryHeader.of("r", "kv", 0);

    @Test
    void operations_go_into_columns_and_come_out_the_same() {
        Random random = new Random(SEED);
        List<Operation> operations = operations(random, 50_000);
        History history = new History(HEADER, operations, List.of(), true);
        assertThat(history.operations()).isEqualTo(operations);
        OperationColumns columns = history.columns();
        for (int row = 0; row < columns.size(); row += 1 + random.nextInt(50)) {
            Operation operation = operations.get(row);
            assertThat(columns.session(row)).isEqualTo(operation.session());
            assertThat(columns.vocabulary().key(columns.key(row))).isEqualTo(operation.key());
            assertThat(columns.vocabulary().value(columns.result(row))).isEqualTo(operation.result());
            assertThat(columns.outcome(row)).isEqualTo(operation.outcome());
            assertThat(columns.returnNanos(row)).isEqualTo(operation.returnNanos());
        }
    }

    @Test
    void codes_are_equal_exactly_when_their_values_are() {
        Random random = new Random(SEED);
        Vocabulary vocabulary = new Vocabulary();
        Map<Value, Long> codes = new HashMap<>();
        Map<Long, Value> values = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            Value value = value(random, 3);
            long code = vocabulary.addValue(value);
            assertThat(codes.merge(value, code, (before, now) -> before)).isEqualTo(code);
            assertThat(values.merge(code, value, (before, now) -> before)).isEqualTo(value);
            assertThat(vocabulary.value(code)).isEqualTo(value);
        }
        assertThat(vocabulary.storedValues()).isGreaterThan(10_000);
        assertThat(vocabulary.addValue(Value.NOTHING)).isEqualTo(Vocabulary.NOTHING);
        for (long whole : new long[] {0, -1, 7, (1L << 62) - 1, -(1L << 62)}) {
            long code = vocabulary.addValue(Value.of(whole));
            assertThat(Vocabulary.isWhole(code)).isTrue();
            assertThat(Vocabulary.whole(code)).isEqualTo(whole);
        }
        assertThat(Vocabulary.isWhole(vocabulary.addValue(Value.of(1L << 62)))).isFalse();
    }

    @Test
    void events_in_any_order_of_time_are_sorted_by_invocation_and_ties_keep_their_order() {
        for (int disorder : new int[] {1, 3, 100, 100_000}) {
            Random random = new Random(SEED + disorder);
            long[] nanos = random.ints(40_000, 0, disorder).asLongStream().toArray();
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] += i / 2;
                expected.add(i);
            }
            expected.sort(Comparator.comparingLong(i -> nanos[i]));
            History history = HistoryFile.read(recorded(nanos));
            for (int row = 0; row < nanos.length; row++) {
                Operation operation = history.operations().get(row);
                int number = expected.get(row);
                assertThat(operation.argument()).isEqualTo(Value.of(number));
                assertThat(operation.invokeNanos()).isEqualTo(nanos[number]);
                assertThat(operation.result()).isEqualTo(Value.of("r" + number));
            }
        }
    }

    /** Operations that are recorded one after the other and say that they were invoked at the given times. */
    private Path recorded(long[] nanos) {
        Path file = directory.resolve("recorded-" + nanos[1] + "-" + nanos[2] + ".szh");
        AtomicLong now = new AtomicLong();
        try (HistoryRecorder recorder = HistoryRecorder.create(file, HEADER, now::get)) {
            for (int i = 0; i < nanos.length; i++) {
                now.set(nanos[i]);
                long operation = recorder.invoke(i % 5, "set", "k", Value.of(i));
                now.addAndGet(3);
                recorder.complete(operation, Outcome.OK, Value.of("r" + i));
            }
        }
        return file;
    }

    @Test
    void open_operations_are_found_added_and_removed_like_in_a_map() {
        Random random = new Random(SEED);
        OpenOperations open = new OpenOperations();
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            long number = random.nextInt(3) == 0 ? random.nextLong() & ~0xFFFFL : random.nextInt(2_000);
            if (random.nextInt(100) < 60) {
                assertThat(open.add(number, i, 3L * i)).isEqualTo(expected.putIfAbsent(number, i) == null);
            } else {
                Integer row = expected.remove(number);
                assertThat(open.row(number)).isEqualTo(row == null ? OpenOperations.NONE : row);
                if (row != null) {
                    assertThat(open.note(number)).isEqualTo(3L * row);
                }
                assertThat(open.remove(number)).isEqualTo(row == null ? OpenOperations.NONE : row);
            }
            assertThat(open.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void operations_out_of_order_and_half_surrogates_are_refused() {
        Operation late = operation(0, Value.NOTHING, 10);
        Operation early = operation(1, Value.NOTHING, 9);
        assertThatThrownBy(() -> new History(HEADER, List.of(late, early), List.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operation 1 was invoked before");
        assertThatThrownBy(() -> new History(HEADER, List.of(operation(0, Value.of("\ud800"), 1)), List.of(), true))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("surrogate");
        History history = new History(HEADER, List.of(late), List.of(), true);
        assertThatThrownBy(() -> history.operations().get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void the_257th_function_is_refused() {
        Vocabulary vocabulary = new Vocabulary();
        for (int i = 0; i < Vocabulary.FUNCTIONS_MAX; i++) {
            assertThat(vocabulary.addFunction("f" + i)).isEqualTo(i);
        }
        assertThat(vocabulary.addFunction("f77")).isEqualTo(77);
        assertThatThrownBy(() -> vocabulary.addFunction("g"))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("more than 256 different functions");
    }

    private static Operation operation(int index, Value argument, long nanos) {
        return new Operation(index, 0, 0, "get", "", argument, Value.NOTHING, Outcome.INFO, nanos, Operation.NEVER);
    }

    private static List<Operation> operations(Random random, int count) {
        List<Operation> operations = new ArrayList<>();
        long now = -1_000;
        for (int i = 0; i < count; i++) {
            Outcome outcome = Outcome.values()[random.nextInt(3)];
            now += random.nextInt(3);
            operations.add(new Operation(
                    i,
                    random.nextInt(20),
                    random.nextInt(4),
                    "f" + random.nextInt(Vocabulary.FUNCTIONS_MAX),
                    "k" + random.nextInt(2_000),
                    value(random, 2),
                    outcome == Outcome.OK ? value(random, 2) : Value.NOTHING,
                    outcome,
                    now,
                    outcome == Outcome.INFO ? Operation.NEVER : now + random.nextInt(50)));
        }
        return operations;
    }

    private static Value value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 5)) {
            case 0 -> Value.NOTHING;
            case 1 -> Value.of(random.nextInt(100) - 50);
            case 2 -> Value.of(random.nextLong());
            case 3 -> Value.of("\u00e9\u4e2d\ud83d\ude00".substring(0, 2 * random.nextInt(2)) + random.nextInt(100));
            default -> {
                Value[] items = new Value[random.nextInt(3)];
                for (int i = 0; i < items.length; i++) {
                    items[i] = value(random, depth - 1);
                }
                yield Value.sequence(items);
            }
        };
    }
}
