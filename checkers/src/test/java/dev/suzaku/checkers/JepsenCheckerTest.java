package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.Keyword;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our checker as a Jepsen test calls it, through the protocol of {@code jepsen.checker}: that of the file that {@code
 * SUZAKU_JEPSEN_CHECKER} names, or a stand-in.
 */
class JepsenCheckerTest {
    private static final String VALID = """
        [{:process 0, :type :invoke, :f :write, :value 1, :time 10, :index 0}
         {:process :nemesis, :type :info, :f :start-partition, :value #{"n1" :majority}, :time 12}
         {:process 0, :type :ok, :f :write, :value 1, :time 20, :extra (1 2)}
         {:process 1, :type :invoke, :f :cas, :value [1 2], :time 30}
         {:process 1, :type :info, :f :cas, :value [1 2], :time 40, :error :timeout}
         {:process 2, :type :invoke, :f :read, :value nil, :time 50}
         {:process 2, :type :ok, :f :read, :value 2, :time 60}]
        """;

    @BeforeAll
    static void loadJepsensProtocol() {
        String given = System.getenv("SUZAKU_JEPSEN_CHECKER");
        String file = given == null
                ? Path.of(JepsenCheckerTest.class
                                .getResource("/jepsen-stand-in/checker.clj")
                                .getPath())
                        .toString()
                : given;
        System.out.println("the protocol Checker is that of " + (given == null ? "the stand-in" : given));
        Clojure.var("clojure.core", "load-file").invoke(file);
        Clojure.var("clojure.core", "require").invoke(Clojure.read("suzaku.checker"));
    }

    @Test
    void a_legal_history_is_valid() {
        Map<?, ?> result = check("{:model \"cas-register\"}", VALID);

        assertThat(value(result, "valid?")).isEqualTo(true);
        assertThat(value(result, "condition")).isEqualTo(keyword("durable"));
        assertThat(value(result, "operations")).isEqualTo(3);
        assertThat(value(result, "counterexample")).isNull();
    }

    @Test
    void an_illegal_one_is_invalid_with_the_reason() {
        Map<?, ?> result =
                check("{:model \"cas-register\"}", VALID.replace(":value 2, :time 60", ":value 3, :time 60"));

        assertThat(value(result, "valid?")).isEqualTo(false);
        Map<?, ?> example = (Map<?, ?>) value(result, "counterexample");
        assertThat((String) value(example, "summary")).contains("no order of the operations explains");
        assertThat(value(example, "operations").toString()).contains("2");
    }

    @Test
    void kills_are_power_cuts_and_all_conditions_can_be_asked() {
        String late = """
            [{:process 0, :type :invoke, :f :write, :value 1, :time 10}
             {:process :nemesis, :type :info, :f :crash, :value nil, :time 20}
             {:process :nemesis, :type :info, :f :ready, :value nil, :time 30}
             {:process 1, :type :invoke, :f :read, :value nil, :time 40}
             {:process 1, :type :ok, :f :read, :value nil, :time 50}
             {:process 1, :type :invoke, :f :read, :value nil, :time 60}
             {:process 1, :type :ok, :f :read, :value 1, :time 70}]
            """;

        Map<?, ?> result = check("{:model \"register\", :condition :all}", late);

        assertThat(value(result, "valid?")).isEqualTo(true);
        Map<?, ?> conditions = (Map<?, ?>) value(result, "conditions");
        assertThat(value(conditions, "durable")).isEqualTo(keyword("valid"));
        assertThat(value(conditions, "strict")).isEqualTo(keyword("invalid"));
        assertThat(value(conditions, "nrl")).isEqualTo(keyword("not-applicable"));
        assertThat(value(check("{:model \"register\", :condition :strict}", late), "valid?"))
                .isEqualTo(false);
    }

    @Test
    void what_shows_nothing_is_unknown() {
        String unanswered = "[{:process 0, :type :invoke, :f :write, :value 1, :time 10}]";
        for (String history : new String[] {"[]", unanswered}) {
            Map<?, ?> result = check("{:model \"register\"}", history);
            assertThat(value(result, "valid?")).isEqualTo(keyword("unknown"));
            assertThat((String) value(result, "reason")).contains("no operation");
        }
        Map<?, ?> notAsked = check("{:model \"register\", :condition :nrl}", VALID.replace(":cas", ":write"));
        assertThat(value(notAsked, "valid?")).isEqualTo(keyword("unknown"));
        assertThat((String) value(notAsked, "reason")).contains("resolve");
    }

    @Test
    void names_may_be_keywords() {
        Map<?, ?> result = check("{:model :cas-register, :engine :exact, :condition \"all\"}", VALID);
        assertThat(value(result, "valid?")).isEqualTo(true);
        assertThat(value(result, "engine")).isEqualTo("exact");
    }

    @Test
    void a_client_that_is_no_number_is_refused_rather_than_read_over() {
        for (String process : new String[] {"\"client-1\"", ":worker", "worker", "nil", "3000000000"}) {
            String named = VALID.replace(":process 2", ":process " + process);
            assertThatThrownBy(() -> check("{:model \"cas-register\"}", named))
                    .as(process)
                    .hasMessageContaining("line 6: ")
                    .hasMessageContaining("process");
        }
        String alone = "[{:process :worker, :type :invoke, :f :read, :value nil, :time 10}]";
        assertThatThrownBy(() -> check("{:model \"register\"}", alone)).hasMessageContaining("\":worker\"");
    }

    @Test
    void wrong_options_are_told_when_the_checker_is_made() {
        assertThatThrownBy(() -> checker("{:modle \"register\"}")).hasMessageContaining("unknown options [:modle]");
        assertThatThrownBy(() -> checker("{:model \"register\", :condition :eventual}"))
                .hasMessageContaining("unknown condition eventual");
        assertThatThrownBy(() -> checker("{}")).hasMessageContaining("no :model was given");
        assertThatThrownBy(() -> check("{:model \"quantum\"}", VALID)).hasMessageContaining("unknown model quantum");
    }

    private static Object checker(String options) {
        return Clojure.var("suzaku.checker", "linearizable").invoke(Clojure.read(options));
    }

    private static Map<?, ?> check(String options, String history) {
        IFn check = Clojure.var("jepsen.checker", "check");
        return (Map<?, ?>)
                check.invoke(checker(options), Clojure.read("{}"), Clojure.read(history), Clojure.read("{}"));
    }

    private static Object value(Map<?, ?> map, String name) {
        return map.get(keyword(name));
    }

    private static Keyword keyword(String name) {
        return Keyword.intern(name);
    }
}
