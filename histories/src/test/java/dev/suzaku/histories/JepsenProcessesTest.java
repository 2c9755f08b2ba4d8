package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which processes are clients, which one is the nemesis, and that no client is read over. */
class JepsenProcessesTest {
    private static final String EDN = """
            {:process 5, :type :invoke, :f :write, :value 1}
            {:process 5, :type :ok, :f :write, :value 1}
            {:process WHO, :type :invoke, :f :read, :value nil}
            {:process WHO, :type :ok, :f :read, :value 9}
            """;
    private static final String JSON = """
            {"process":5,"type":"invoke","f":"write","value":1}
            {"process":5,"type":"ok","f":"write","value":1}
            {"process":WHO,"type":"invoke","f":"read","value":null}
            {"process":WHO,"type":"ok","f":"read","value":9}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"client-1\"",
                "\"a\"",
                ":worker",
                "worker",
                ":nemesis-2",
                ":jepsen/nemesis",
                "\"0\"",
                "\\n",
                "[1]"
            })
    void a_client_that_is_no_number_is_refused_with_its_line_in_edn(String process) {
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_EDN.parse(EDN.replace("WHO", process)))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageStartingWith("line 3: the process ")
                .hasMessageContaining("is neither a whole number nor nemesis: give each client a number of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"client-1\"", "\"a\"", "\"0\"", "\"\"", "true", "1.5", "[1]"})
    void and_in_json(String process) {
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_JSON.parse(JSON.replace("WHO", process)))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageStartingWith("line 3: the process ")
                .hasMessageContaining("without quotes");
    }

    @Test
    void so_is_one_without_a_process_or_out_of_range_and_a_session_that_is_no_number() {
        assertRefused("nil", "line 3: an event needs a process");
        assertRefused("2147483648", "line 3: the process 2147483648 is not between 0 and 2147483647");
        assertRefused("-1", "line 3: the process -1 is not between 0 and 2147483647");
        assertRefused("6 :session \"a\"", "line 3: the session \"a\" must be a whole number");
    }

    private static void assertRefused(String process, String message) {
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_EDN.parse(EDN.replace("WHO", process)))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {":nemesis", "nemesis", "\"nemesis\""})
    void the_nemesis_is_no_client(String process) {
        History history = HistoryFormat.JEPSEN_EDN.parse(EDN.replace("WHO", process));
        assertThat(history.operations()).extracting(Operation::session).containsExactly(5);
    }

    @Test
    void the_largest_number_is_a_client_too() {
        History history = HistoryFormat.JEPSEN_EDN.parse(EDN.replace("WHO", "2147483647"));
        assertThat(history.operations()).extracting(Operation::session).containsExactly(5, Integer.MAX_VALUE);
    }
}
