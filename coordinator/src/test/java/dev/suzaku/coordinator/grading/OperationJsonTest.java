package dev.suzaku.coordinator.grading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationJsonTest {
    private static final Operation PENDING = new Operation(
            0,
            3,
            0,
            "cas",
            "k",
            new Value.Sequence(List.of(new Value.Text("v"), new Value.Whole(7))),
            Value.NOTHING,
            Outcome.INFO,
            1_500,
            Operation.NEVER);
    private static final PowerCut CUT = new PowerCut(0, 1_200, 1_300, PowerCut.NEVER, PowerCut.NEVER);

    @Test
    void times_count_from_the_first_event_and_never_is_null() {
        long origin = OperationJson.originNanos(
                new History(HistoryHeader.of("r", "kv", 0), List.of(PENDING), List.of(CUT), true));

        JsonNode operation = OperationJson.operation(PENDING, origin);
        JsonNode cut = OperationJson.cut(CUT, origin);

        assertThat(origin).isEqualTo(1_200);
        assertThat(operation.path("invoke_ns").asLong()).isEqualTo(300);
        assertThat(operation.path("return_ns").isNull()).isTrue();
        assertThat(cut.path("crash_latest_ns").asLong()).isEqualTo(100);
        assertThat(cut.path("ready_latest_ns").isNull()).isTrue();
    }

    @Test
    void values_keep_their_kind() {
        JsonNode operation = OperationJson.operation(PENDING, 0);

        assertThat(operation.path("argument").toString()).isEqualTo("[\"v\",7]");
        assertThat(operation.path("result").isNull()).isTrue();
    }
}
