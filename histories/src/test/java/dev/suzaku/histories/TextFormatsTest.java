package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatsTest {
    private static final String EDN = """
            ; a comment
            [{:process 0, :type :invoke, :f :read, :value nil, :time 5}
             #_ {:process 9 :ignored [1 2 (3)]}
             {:process 1, :type :invoke, :f :cas, :value [1 2], :time 6}
             {:process :nemesis, :type :info, :f :start, :value "cut off", :time 7}
             {:process 1, :type :fail, :f :cas, :value [1 2], :time 8}
             {:process 0, :type :ok, :f :read, :value 3, :time 9, :error #{:x \\y 1.5 #inst "2026"}}
             {:process 2, :type :invoke, :f :write, :value 4, :time 9}
             {:process 2, :type :info, :f :write, :value 4, :time 11}]
            """;

    @Test
    void edn_gives_operations_outcomes_and_times() {
        History history = HistoryFormat.JEPSEN_EDN.parse(EDN);
        assertThat(history.operations()).hasSize(3);
        assertThat(history.operations().get(0).result()).isEqualTo(Value.of(3));
        assertThat(history.operations().get(0).returnNanos()).isEqualTo(9);
        assertThat(history.operations().get(1).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(history.operations().get(2).outcome()).isEqualTo(Outcome.INFO);
        assertThat(history.header().timesArePositions()).isFalse();
    }

    @Test
    void events_without_times_are_ordered_by_position() {
        History history = HistoryFormat.JEPSEN_EDN.parse("{:process 0 :type :invoke :f :read :value nil}"
                + "{:process 0 :type :ok :f :read :value nil}{:process :nemesis :type :info :f :crash}"
                + "{:process :nemesis :type :info :f :ready}{:process 0 :type :invoke :f :write :value 1}");
        assertThat(history.header().timesArePositions()).isTrue();
        assertThat(history.cuts()).containsExactly(new PowerCut(0, 2, 2, 3, 3));
        assertThat(history.operations().get(1).epoch()).isEqualTo(1);
    }

    @Test
    void json_gives_the_same_as_edn() {
        History history = HistoryFormat.JEPSEN_JSON.parse("""
                [{"process":0,"type":"invoke","f":"write","value":[1,"a"],"time":1},
                 {"process":"nemesis","type":"info","f":"start","value":null,"time":2},
                 {"process":0,"type":"ok","f":"write","value":[1,"a"],"time":3}]
                """);
        assertThat(history.operations())
                .containsExactly(new Operation(
                        0,
                        0,
                        0,
                        "write",
                        "",
                        Value.sequence(Value.of(1), Value.of("a")),
                        Value.sequence(Value.of(1), Value.of("a")),
                        Outcome.OK,
                        1,
                        3));
    }

    @Test
    void a_refused_cas_of_an_etcd_log_is_an_answer() {
        History history = HistoryFormat.PORCUPINE_ETCD.parse("INFO  jepsen.util - 1\t:invoke\t:cas\t[0 3]\n"
                + "INFO  jepsen.util - 1\t:fail\t:cas\t[0 3]\nINFO  jepsen.util - 2\t:invoke\t:write\t2\n"
                + "INFO  jepsen.util - 2\t:info\t:write\t:timed-out\n");
        assertThat(history.operations().get(0).outcome()).isEqualTo(Outcome.OK);
        assertThat(history.operations().get(0).result()).isEqualTo(Value.of("REFUSED"));
        assertThat(history.operations().get(1).outcome()).isEqualTo(Outcome.INFO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{:process 0 :type :invoke :f :read :value nil} | line 1: a bracket is never closed",
                "[] | there is no event",
                "{:process 0 :type :invoke} | line 1: an event needs a f",
                "{:process 0 :type :invoke :f :read :value {:a 1 :a 2}} | line 1: a map has the key a twice",
                "{:process -1 :type :invoke :f :read} | line 1: the process -1 is not between 0 and 2147483647",
                "{:process 0 :type :ok :f :read} | completes what it did not invoke",
                "{:process 0 :process 1 :type :ok :f :read} | the key process twice",
                "{:process 99999999999999999999 :type :ok :f :read} | 99999999999999999999",
                "{:process 0 :type :what :f :read} | completes what it did not invoke",
                "{:process 0 :type :invoke :f :read :value} | a key without a value",
                "[] [] | something follows",
                "7 | line 1: an event must be a map",
                "} | closes nothing",
                "[{:process 0 :type :invoke :f :w :value \"\\q\"}] | unknown escape",
                "[{:process 0 :type :invoke :f :w :value \"abc}] | no closing quote",
                "{:process 0 :type :invoke :f :w :value 1}{:process 0 :type :invoke :f :w :value 1} | invokes while",
                "{:process :nemesis :type :info :f :ready} | line 1: the nemesis is ready without a crash before it",
                "{:process 0 :type :invoke :f :r :key :a}{:process 0 :type :ok :f :r :key :b} | key b but invoked it on key a on line 1",
                "{:process 0 :type :invoke :f :r :key 1}{:process 0 :type :info :f :r :key 2} | line 1: process 0 completes",
                "{:process 0 :type :invoke :f :r}{:process 0 :type :ok :f :r :key \"b\"} | key b but invoked it on no key on line 1",
                "{:process 0 :type :invoke :f :r :value [1 nil]}{:process 0 :type :ok :f :r :value [2 3]} | on key 2 but invoked it",
                "{:process :nemesis :type :info :f :crash :value {:epoch 77777777777}} | epoch",
                "{:process 0 :session -4 :type :invoke :f :w :value 1} | the session must not be negative",
                "# | a tag was expected",
                "#_ | the file ends"
            })
    void wrong_edn_is_refused_with_its_line(String edn, String message) {
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_EDN.parse(edn))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void an_end_need_not_name_its_key_again() {
        History history = HistoryFormat.JEPSEN_EDN.parse("{:process 0 :type :invoke :f :r :key :a}"
                + "{:process 1 :type :invoke :f :r}{:process 0 :type :ok :f :r}{:process 1 :type :ok :f :r :key \"\"}"
                + "{:process 0 :type :invoke :f :r :key :b}{:process 0 :type :fail :f :r :key :b}");
        assertThat(history.operations()).extracting(Operation::key).containsExactly("a", "", "b");
    }

    @Test
    void bottomless_nesting_is_refused() {
        for (String opening : new String[] {"[", "(", "{:a ", "#_ ", "#x ", "#{"}) {
            assertThatThrownBy(() -> HistoryFormat.JEPSEN_EDN.parse("[{:value " + opening.repeat(100_000)))
                    .as(opening)
                    .isInstanceOf(HistoryFormatException.class)
                    .hasMessageContaining("nested deeper");
        }
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_JSON.parse("{\"value\":" + "[".repeat(100_000)))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void mutilated_texts_never_give_another_exception() {
        long seed = 20261123;
        Random random = new Random(seed);
        String json = "[{\"process\":0,\"type\":\"invoke\",\"f\":\"w\",\"value\":[1,-2.5e3,true],\"time\":1}]";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? EDN : json);
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, "{}[]()\"\\:#_;,nN-0987.e \n\u0000\ud800".charAt(random.nextInt(24)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 10)));
                }
            }
            try {
                History history = i % 2 == 0
                        ? HistoryFormat.JEPSEN_EDN.parse(text.toString())
                        : HistoryFormat.JEPSEN_JSON.parse(text.toString());
                assertThat(history.operations()).as("seed %d, case %d", seed, i).isNotNull();
            } catch (HistoryFormatException e) {
                assertThat(e.getMessage())
                        .as("seed %d, case %d: %s", seed, i, text)
                        .doesNotContain("\n");
            }
        }
    }
}
