package dev.suzaku.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class HistorySliceTest {
    private static final long START = 1_000_000;
    private static final PowerCut CUT = new PowerCut(0, START + 500, START + 510, START + 590, START + 600);
    private static final History HISTORY = history(
            operation(0, "a", 0, 100), operation(1, "b", 150, 250), pending(2, "a", 450), operation(3, "b", 700, 800));

    @Test
    void operationsThatTouchTheWindowAreInItWithTimesFromTheFirstEvent() {
        JsonNode slice = slice(100, 160, Optional.empty(), 10);
        assertThat(indices(slice)).containsExactly(0, 1);
        assertThat(slice.path("operations").path(1).path("invoke_ns").asLong()).isEqualTo(150);
        assertThat(slice.path("end_ns").asLong()).isEqualTo(800);
    }

    @Test
    void aPendingOperationIsInWindowsUntilTheFirstReplyAfterItsCut() {
        assertThat(indices(slice(550, 560, Optional.empty(), 10))).containsExactly(2);
        assertThat(indices(slice(650, 900, Optional.empty(), 10))).containsExactly(3);
    }

    @Test
    void aKeyLeavesOnlyItsOperationsAndAllCuts() {
        JsonNode slice = slice(0, 900, Optional.of("b"), 10);
        assertThat(indices(slice)).containsExactly(1, 3);
        assertThat(slice.path("cuts")).hasSize(1);
    }

    @Test
    void theLimitCutsTheRestOffAndSaysSo() {
        JsonNode slice = slice(0, 900, Optional.empty(), 2);
        assertThat(indices(slice)).containsExactly(0, 1);
        assertThat(slice.path("truncated").asBoolean()).isTrue();
        assertThat(slice(0, 900, Optional.empty(), 4).path("truncated").asBoolean())
                .isFalse();
    }

    private static JsonNode slice(long from, long to, Optional<String> key, int limit) {
        return new HistorySlice(from, to, key, limit).of(HISTORY);
    }

    private static List<Integer> indices(JsonNode slice) {
        return StreamSupport.stream(slice.path("operations").spliterator(), false)
                .map(operation -> operation.path("index").asInt())
                .toList();
    }

    private static Operation operation(int index, String key, long invoke, long end) {
        Value value = new Value.Text("v" + index);
        return new Operation(
                index, index, 0, "set", key, value, new Value.Text("STORED"), Outcome.OK, START + invoke, START + end);
    }

    private static Operation pending(int index, String key, long invoke) {
        Value value = new Value.Text("v" + index);
        return new Operation(
                index, index, 0, "set", key, value, Value.NOTHING, Outcome.INFO, START + invoke, Long.MAX_VALUE);
    }

    private static History history(Operation... operations) {
        HistoryHeader header = new HistoryHeader(1, "run", "kv", 0, new TreeMap<>());
        return new History(header, List.of(operations), List.of(CUT), true);
    }
}
