package dev.suzaku.checkers.knossos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.HistoryFormat;
import org.junit.jupiter.api.Test;

/** What is sent for a history, to the letter. */
class KnossosHistoryTest {
    @Test
    void an_answer_is_told_and_a_failure_is_left_out() {
        String sent = request("register", """
                {:process 0, :type :invoke, :f :write, :value 7}
                {:process 1, :type :invoke, :f :read, :value nil}
                {:process 1, :type :ok, :f :read, :value nil}
                {:process 0, :type :ok, :f :write, :value 7}
                {:process 2, :type :invoke, :f :write, :value 8}
                {:process 2, :type :fail, :f :write, :value 8}
                """);

        assertThat(sent)
                .isEqualTo("{:model :register, :millis 10, :events ["
                        + "{:process 0, :type :invoke, :f :write, :value 7} "
                        + "{:process 1, :type :invoke, :f :read, :value :nothing} "
                        + "{:process 1, :type :ok, :f :read, :value :nothing} "
                        + "{:process 0, :type :ok, :f :write, :value 7} ]}");
    }

    @Test
    void what_is_never_answered_holds_nobody_up() {
        String sent = request("register", """
                {:process 0, :session 0, :type :invoke, :f :write, :value 1, :time 0}
                {:process 5, :session 0, :type :invoke, :f :write, :value 2, :time 1}
                {:process 5, :session 0, :type :ok, :f :write, :value 2, :time 2}
                {:process 5, :session 0, :type :invoke, :f :write, :value 3, :time 3}
                """);

        assertThat(sent)
                .contains(":process 0, :type :invoke, :f :write, :value 1")
                .contains(":process 1, :type :invoke, :f :write, :value 2")
                .contains(":process 1, :type :invoke, :f :write, :value 3")
                .doesNotContain(":process 2");
    }

    @Test
    void at_equal_instants_invocations_come_first() {
        String sent = request("mutex", """
                {:process 0, :type :invoke, :f :acquire, :value nil, :time 0}
                {:process 0, :type :ok, :f :acquire, :value nil, :time 5}
                {:process 1, :type :invoke, :f :release, :value nil, :time 5}
                {:process 1, :type :ok, :f :release, :value nil, :time 6}
                """);

        assertThat(sent.indexOf(":invoke, :f :release")).isBetween(0, sent.indexOf(":ok, :f :acquire"));
    }

    @Test
    void answers_that_knossos_has_no_word_for_get_a_model_of_ours() {
        assertThat(request("cas-register", ok("cas", "[1 2]", "[1 2]"))).startsWith("{:model :cas-register,");
        assertThat(request("cas-register", ok("cas", "[1 2]", "\"REFUSED\"")))
                .startsWith("{:model :suzaku-cas-register,")
                .contains(":f :refused, :value [1 2]");
        assertThat(request("mutex", ok("acquire", "nil", "\"REFUSED\""))).startsWith("{:model :suzaku-mutex,");
        assertThat(request("queue", ok("dequeue", "nil", "4"))).startsWith("{:model :fifo-queue,");
        assertThat(request("queue", ok("dequeue", "nil", "nil")))
                .startsWith("{:model :suzaku-queue,")
                .contains(":was-empty");
        assertThat(request("queue", "{:process 0, :type :invoke, :f :dequeue, :value nil}\n"))
                .contains(":take-any");
    }

    @Test
    void sets_are_sets_and_transactions_are_steps() {
        assertThat(request("set", ok("read", "nil", "[3 1]"))).matches(".*:value #\\{(3 1|1 3)}.*");
        assertThat(request("set", ok("read", "nil", "[1 1]"))).contains(":value :no-set-answers-this");
        assertThat(request("multi-register", ok("txn", "[[:r \"x\" nil] [:w \"y\" 2]]", "[[:r \"x\" 1] [:w \"y\" 2]]")))
                .contains(":value [[:read \"x\" 1] [:write \"y\" 2]]");
    }

    @Test
    void a_text_cannot_leave_its_quotes() {
        assertThat(request("register", ok("write", "\"\\\"} #=(evil) \\\\ \\n \\u00e9\"", "nil")))
                .contains(":value \"\\\"} #=(evil) \\\\ \\u000a \\u00e9\"}");
    }

    @Test
    void what_knossos_cannot_say_is_refused() {
        assertThatThrownBy(() -> KnossosModel.named("kv"))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("Knossos has no model kv; it can answer for register, cas-register");
        assertThatThrownBy(() -> request("set", ok("remove", "1", "nil")))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("add and whole reads only, not remove");
        assertThatThrownBy(() -> request("register", ok("cas", "[1 2]", "nil")))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("model register has no cas");
    }

    private static String ok(String function, String argument, String result) {
        return "{:process 0, :type :invoke, :f :" + function + ", :value " + argument
                + "}\n{:process 0, :type :ok, :f :" + function + ", :value " + result + "}\n";
    }

    private static String request(String model, String edn) {
        return KnossosHistory.of(
                        KnossosModel.named(model),
                        HistoryFormat.JEPSEN_EDN.parse(edn).operations())
                .request(10);
    }
}
