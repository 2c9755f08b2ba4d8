package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A write that was open at a cut takes effect after four answers, where nobody wrote down the first reply. */
class MissingReadyTest {
    private static final String BEGIN = """
            {:type :invoke :f :write :value 1 :process 0 :time 1000000}
            {:type :ok :f :write :value 1 :process 0 :time 2000000}
            {:type :invoke :f :write :value 2 :process 0 :time 3000000}
            """;
    private static final String END = """
            {:type :invoke :f :read :process 1 :time 100000000}
            {:type :ok :f :read :value 1 :process 1 :time 101000000}
            {:type :invoke :f :read :process 1 :time 110000000}
            {:type :ok :f :read :value 1 :process 1 :time 111000000}
            {:type :invoke :f :read :process 1 :time 140000000}
            {:type :ok :f :read :value 2 :process 1 :time 141000000}
            """;

    private static Verdict check(String nemesis) {
        History history = HistoryFormat.JEPSEN_EDN.parse(BEGIN + nemesis + END);
        return new HistoryChecker()
                .check(
                        history,
                        new CheckRequest(
                                "register",
                                List.of(Condition.STRICT, Condition.READY_BOUNDED, Condition.DURABLE),
                                60_000,
                                "auto",
                                true));
    }

    private static String nemesis(String f, long millis) {
        return "{:type :info :f :" + f + " :process :nemesis :time " + millis + "000000}\n";
    }

    @Test
    void without_a_ready_the_first_answer_to_a_later_call_is_the_latest_first_reply() {
        Verdict verdict = check(nemesis("crash", 4));
        assertThat(verdict.answer(Condition.READY_BOUNDED)).isEqualTo(Answer.INVALID);
        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
        // not before the read that began at 110 ms, that is 9 ms after the first answer
        assertThat(verdict.lateEffectWindow().orElseThrow().millis()).isCloseTo(9.0, within(0.01));
    }

    @Test
    void power_lost_again_before_a_reply_shares_the_first_reply_of_the_next_cut() {
        Verdict verdict = check(nemesis("crash", 4) + nemesis("crash", 50) + nemesis("ready", 60));
        assertThat(verdict.answer(Condition.READY_BOUNDED)).isEqualTo(Answer.INVALID);
        assertThat(verdict.lateEffectWindow().orElseThrow().millis()).isCloseTo(50.0, within(0.01));
    }

    @Test
    void where_the_crash_itself_may_have_come_last_nothing_is_known() {
        Verdict verdict = check(nemesis("kill", 4));
        assertThat(verdict.answer(Condition.READY_BOUNDED)).isEqualTo(Answer.UNKNOWN);
        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.VALID);
        assertThat(verdict.lateEffectWindow()).isEmpty();
    }

    @Test
    void what_only_an_earlier_reply_would_forbid_is_unknown() {
        // the write takes effect after a read that was invoked during the outage, and before the first known answer
        // ended
        History history = HistoryFormat.JEPSEN_EDN.parse(BEGIN + nemesis("crash", 4) + """
                {:type :invoke :f :read :process 1 :time 100000000}
                {:type :ok :f :read :value 2 :process 1 :time 200000000}
                {:type :invoke :f :read :process 2 :time 210000000}
                {:type :ok :f :read :value 2 :process 2 :time 220000000}
                """ + nemesis("crash", 300));
        assertThat(history.cuts())
                .containsExactly(
                        new PowerCut(0, 4_000_000, 4_000_000, 4_000_000, 200_000_000),
                        new PowerCut(1, 300_000_000, 300_000_000, PowerCut.NEVER, PowerCut.NEVER));
        String late = """
                {:type :invoke :f :read :process 1 :time 100000000}
                {:type :invoke :f :read :process 2 :time 101000000}
                {:type :ok :f :read :value 1 :process 1 :time 102000000}
                {:type :ok :f :read :value 2 :process 2 :time 103000000}
                """;
        Verdict known = new HistoryChecker()
                .check(
                        HistoryFormat.JEPSEN_EDN.parse(BEGIN + nemesis("crash", 4) + late),
                        new CheckRequest("register", List.of(Condition.READY_BOUNDED), 60_000, "auto", false));
        assertThat(known.answer(Condition.READY_BOUNDED)).isEqualTo(Answer.UNKNOWN);
    }
}
