package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nemesis events, independent keys, maps, and how a format is told from a file. */
class JepsenShapesTest {
    @TempDir
    Path directory;

    @Test
    void a_kill_is_a_crash_between_its_two_events_and_the_first_reply_to_a_later_call_ends_the_outage() {
        History history = HistoryFormat.JEPSEN_EDN.parse("""
                {:process 0, :type :invoke, :f :read, :value nil, :time 1}
                {:process :nemesis, :type :info, :f :kill, :value nil, :time 10}
                {:process :nemesis, :type :info, :f :kill, :value {"n1" :killed}, :time 14}
                {:process 1, :type :invoke, :f :read, :value nil, :time 15}
                {:process 0, :type :ok, :f :read, :value 3, :time 16}
                {:process :nemesis, :type :info, :f :start, :value nil, :time 20}
                {:process :nemesis, :type :info, :f :start, :value nil, :time 22}
                {:process 1, :type :ok, :f :read, :value 3, :time 25}
                {:process :nemesis, :type :info, :f :kill, :value nil, :time 30}
                """);
        assertThat(history.cuts())
                .containsExactly(
                        new PowerCut(0, 10, 14, 20, 25), new PowerCut(1, 30, 30, PowerCut.NEVER, PowerCut.NEVER));
        assertThat(history.operations()).extracting(Operation::epoch).containsExactly(0, 1);
    }

    @Test
    void partitions_pauses_and_other_faults_are_no_power_cuts() {
        History history = HistoryFormat.JEPSEN_EDN.parse("""
                {:process :nemesis, :type :info, :f :start, :value nil}
                {:process :nemesis, :type :info, :f :start, :value {:deep {"n1" #{"n2"}}}}
                {:process 0, :type :invoke, :f :read, :value nil}
                {:process :nemesis, :type :info, :f :stop, :value nil}
                {:process :nemesis, :type :info, :f :pause, :value :all}
                {:process 0, :type :ok, :f :read, :value nil}
                """);
        assertThat(history.cuts()).isEmpty();
        assertThat(history.operations()).hasSize(1);
    }

    @Test
    void tuples_of_independent_keys_are_taken_apart_only_if_all_values_are_tuples_and_some_call_has_only_a_key() {
        String tuples = """
                #jepsen.history.Op{:process 0, :type :invoke, :f :read, :value [7 nil], :time 1}
                {:process 0, :type :ok, :f :read, :value [7 nil], :time 2}
                {:process 1, :type :invoke, :f :cas, :value ["k" [1 2]], :time 3}
                {:process 1, :type :info, :f :cas, :value :timed-out, :time 4}
                """;
        History split = HistoryFormat.JEPSEN_EDN.parse(tuples);
        assertThat(split.operations()).extracting(Operation::key).containsExactly("7", "k");
        assertThat(split.operations().get(0).result()).isEqualTo(Value.NOTHING);
        assertThat(split.operations().get(1).argument()).isEqualTo(Value.sequence(Value.of(1), Value.of(2)));
        History whole =
                HistoryFormat.JEPSEN_EDN.parse(tuples + "{:process 2, :type :invoke, :f :read, :value nil, :time 5}");
        assertThat(whole.operations()).extracting(Operation::key).containsOnly("");
        History cas = HistoryFormat.JEPSEN_EDN.parse("{:process 0, :type :invoke, :f :cas, :value [7 8], :time 1}");
        assertThat(cas.operations().get(0).argument()).isEqualTo(Value.sequence(Value.of(7), Value.of(8)));
    }

    @Test
    void maps_are_sorted_pairs_and_the_same_from_edn_and_json() {
        History edn = HistoryFormat.JEPSEN_EDN.parse(
                "{:process 0, :type :invoke, :f :transfer, :value {:to 1, :from 10, :amount 3}}"
                        + "{:process 1, :type :invoke, :f :x, :value {10 1, 9 {}, -3 nil}}");
        History json = HistoryFormat.JEPSEN_JSON.parse(
                "{\"process\":0,\"type\":\"invoke\",\"f\":\"transfer\",\"value\":{\"amount\":3,\"from\":10,\"to\":1}}"
                        + "{\"process\":1,\"type\":\"invoke\",\"f\":\"x\",\"value\":{\"9\":{},\"-3\":null,\"10\":1}}");
        assertThat(edn.operations()).isEqualTo(json.operations());
        assertThat(edn.operations().get(1).argument())
                .isEqualTo(Value.sequence(
                        Value.sequence(Value.of(-3), Value.NOTHING),
                        Value.sequence(Value.of(9), Value.sequence()),
                        Value.sequence(Value.of(10), Value.of(1))));
        assertThat(edn.operations().get(0).argument().toString()).isEqualTo("[[to, 1], [from, 10], [amount, 3]]");
    }

    @Test
    void a_format_is_told_from_the_beginning_of_a_file() throws IOException {
        assertThat(detected("{:process 0, :type :invoke, :f :append, :key \"0\", :value \"x 0 0 y\"}\n"))
                .isEqualTo(HistoryFormat.PORCUPINE_KV);
        assertThat(detected("{:process 0, :type :invoke, :f :get, :key \"0\", :value nil, :session 0, :time 4}\n"))
                .isEqualTo(HistoryFormat.JEPSEN_EDN);
        assertThat(detected("#jepsen.history.Op{:index 0}")).isEqualTo(HistoryFormat.JEPSEN_EDN);
        assertThat(detected("[{\"type\":\"invoke\"}]")).isEqualTo(HistoryFormat.JEPSEN_JSON);
        assertThat(detected("INFO  jepsen.util - 0\t:invoke\t:read\tnil\n")).isEqualTo(HistoryFormat.PORCUPINE_ETCD);
        assertThatThrownBy(() -> detected("\0\1\2"))
                .hasMessageContaining("cannot tell the format")
                .hasMessageContaining("; name one of suzaku, jepsen-edn, ");
    }

    @Test
    void a_byte_order_mark_is_read_over_in_every_text() throws IOException {
        for (String text : List.of(
                "{:process 0, :type :invoke, :f :read, :value nil}\n",
                "[{\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}]",
                "{:process 0, :type :invoke, :f :get, :key \"0\", :value nil}\n",
                "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n")) {
            Path file = Files.writeString(directory.resolve("marked"), "\uFEFF" + text);
            assertThat(HistoryFormat.detect(file)).isEqualTo(detected(text));
            assertThat(HistoryFormat.read(file, "auto").operations()).as(text).hasSize(1);
        }
    }

    @Test
    void an_empty_file_is_said_to_be_empty() throws IOException {
        for (String text : List.of("", "\uFEFF", " \n")) {
            assertThatThrownBy(() -> detected(text)).hasMessageContaining("probe: it is empty");
        }
    }

    private HistoryFormat detected(String text) throws IOException {
        return HistoryFormat.detect(Files.writeString(directory.resolve("probe"), text));
    }

    @Test
    void a_stream_gives_the_events_of_the_whole_history_in_the_order_of_time() throws IOException {
        Path szh = SampleHistories.write(directory.resolve("sample.szh"), 7, 20_000);
        Path edn = directory.resolve("sample.edn");
        StringBuilder text = new StringBuilder();
        JepsenEdn.write(HistoryFile.read(szh), text);
        Files.writeString(edn, text);
        for (Path file : List.of(szh, edn)) {
            History whole = HistoryFormat.read(file, "auto");
            try (EventCursor cursor = HistoryFormat.named("auto", file).stream(file)) {
                long before = Long.MIN_VALUE;
                int invoked = 0;
                int answered = 0;
                while (cursor.next()) {
                    assertThat(cursor.nanos()).isGreaterThanOrEqualTo(before);
                    before = cursor.nanos();
                    if (cursor.kind() == EventCursor.Kind.INVOKE) {
                        Operation operation = whole.operations().get(invoked++);
                        assertThat(cursor.nanos()).isEqualTo(operation.invokeNanos());
                        assertThat(cursor.session()).isEqualTo(operation.session());
                        assertThat(cursor.vocabulary().key(cursor.key())).isEqualTo(operation.key());
                        assertThat(cursor.vocabulary().value(cursor.value())).isEqualTo(operation.argument());
                    } else if (cursor.kind() == EventCursor.Kind.COMPLETE && cursor.outcome() != Outcome.INFO) {
                        answered++;
                    }
                }
                assertThat(invoked).isEqualTo(whole.columns().size());
                assertThat(answered).isEqualTo(whole.count(Outcome.OK) + whole.count(Outcome.FAIL));
                assertThat(cursor.cuts()).isEqualTo(whole.cuts());
                assertThat(cursor.complete()).isTrue();
            }
        }
    }
}
