package dev.suzaku.checkers.knossos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.Verdict;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to Knossos's process and back, with namespaces that stand in for Knossos: what it says, and how it fails. */
class KnossosCheckerTest {
    private static final String CUT = """
        {:process :nemesis, :type :info, :f :crash, :value nil, :time 1}
        {:process :nemesis, :type :info, :f :ready, :value nil, :time 2}
        """;

    @TempDir
    private Path folder;

    @Test
    void one_process_answers_one_request_after_the_other() {
        try (KnossosProcess process = KnossosProcess.start(standIn())) {
            assertThat(ask(process, "hold")).isEqualTo(new KnossosAnswer.Valid());
            assertThat(ask(process, "give up")).isEqualTo(new KnossosAnswer.Unknown(":timeout"));
            assertThat(ask(process, "tell time")).isEqualTo(new KnossosAnswer.Unknown("30000"));
            assertThat(ask(process, "talk"))
                    .as("what Knossos prints is no answer")
                    .isEqualTo(new KnossosAnswer.Valid());
            assertThatThrownBy(() -> ask(process, "out of range")).hasMessageContaining("no answer: invalid 99 -1");
            assertThatThrownBy(() -> ask(process, "no index")).hasMessageContaining("no answer: invalid");
            assertThat(ask(process, "hold")).isEqualTo(new KnossosAnswer.Valid());
        }
    }

    @Test
    void what_knossos_says_becomes_a_verdict() {
        Verdict failed = check("fail", 30_000);

        assertThat(failed.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(failed.counterexample().orElseThrow().unexplained().index()).isEqualTo(1);
        assertThat(failed.counterexample().orElseThrow().summary())
                .contains("operation 1: session 1, write 2")
                .contains("answer of operation 0")
                .contains("two\\nlines");
    }

    @Test
    void the_process_is_killed_when_the_budget_is_spent() {
        Verdict hung = check("hang", 700);

        assertThat(hung.answer(Condition.DURABLE)).isEqualTo(Answer.UNKNOWN);
        assertThat(hung.reason().orElseThrow()).contains("within the budget of").contains("was stopped");
        assertThat(hung.elapsedMillis()).isBetween(690.0, 5_000.0);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void a_process_that_fails_leaves_the_answer_unknown() {
        assertThat(unknown("end")).contains("ended with code 7: it hurt");
        assertThat(unknown("eat")).contains("ran out of its heap of 64 MiB").contains(KnossosInstallation.HEAP);
        assertThat(unknown("throw")).contains("ended with code 1").contains("no such thing");
    }

    @Test
    void a_history_without_an_end_is_never_valid() {
        History whole = history("hold", "");
        History broken = new History(whole.header(), whole.operations(), List.of(), false);

        Verdict verdict = new KnossosChecker(standIn()).check(broken, request(Condition.DURABLE, 10_000));

        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.UNKNOWN);
        assertThat(verdict.reason().orElseThrow()).contains("incomplete");
    }

    @Test
    void conditions_that_need_cuts_are_refused() {
        for (Condition condition : Condition.values()) {
            boolean answered = condition == Condition.DURABLE;
            assertThat(KnossosChecker.answersFor(condition, true)).isEqualTo(answered);
            assertThat(KnossosChecker.answersFor(condition, false)).isEqualTo(condition.inChain());
        }
        assertThatThrownBy(() ->
                        new KnossosChecker(standIn()).check(history("hold", CUT), request(Condition.STRICT, 10_000)))
                .isInstanceOf(CheckException.class)
                .hasMessage("Knossos knows no power cuts and cannot answer for strict where the power was cut; it can"
                        + " answer for durable");
    }

    @Test
    void an_absent_knossos_is_said_so() throws Exception {
        assertThatThrownBy(() -> KnossosInstallation.find(Map.of()))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("Knossos is not here")
                .hasMessageContaining("SUZAKU_KNOSSOS_CLASSPATH")
                .hasMessageContaining("Maven profile knossos");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        KnossosInstallation wrong = KnossosInstallation.find(Map.of(KnossosInstallation.CLASS_PATH, empty.toString()));
        assertThatThrownBy(
                        () -> new KnossosChecker(wrong).check(history("hold", ""), request(Condition.DURABLE, 10_000)))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("Knossos could not be loaded")
                .hasMessageContaining("knossos/competition__init.class");
        for (String heap : List.of("63", "2g", "-1", "")) {
            Map<String, String> environment =
                    Map.of(KnossosInstallation.CLASS_PATH, "x", KnossosInstallation.HEAP, heap);
            assertThatThrownBy(() -> KnossosInstallation.find(environment))
                    .as(heap)
                    .isInstanceOf(CheckException.class)
                    .hasMessageContaining(KnossosInstallation.HEAP);
        }
    }

    private static KnossosAnswer ask(KnossosProcess process, String task) {
        return process.ask(
                KnossosHistory.of(KnossosModel.REGISTER, history(task, "").operations()), 30_000);
    }

    private static String unknown(String task) {
        Verdict verdict = check(task, 30_000);
        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.UNKNOWN);
        return verdict.reason().orElseThrow();
    }

    private static Verdict check(String task, long budgetMillis) {
        return new KnossosChecker(standIn()).check(history(task, ""), request(Condition.DURABLE, budgetMillis));
    }

    private static CheckRequest request(Condition condition, long budgetMillis) {
        return new CheckRequest("register", List.of(condition), budgetMillis, KnossosChecker.ENGINE, false);
    }

    private static KnossosInstallation standIn() {
        return new KnossosInstallation(
                Path.of(KnossosCheckerTest.class
                                .getResource("/knossos-stand-in")
                                .getPath())
                        .toString(),
                64);
    }

    private static History history(String task, String cut) {
        return HistoryFormat.JEPSEN_EDN.parse("""
            {:process 0, :type :invoke, :f :write, :value "TASK", :time 0}
            {:process 0, :type :ok, :f :write, :value "TASK", :time 0}
            CUT{:process 1, :type :invoke, :f :write, :value 2, :time 3}
            {:process 1, :type :ok, :f :write, :value 2, :time 4}
            """.replace("TASK", task).replace("CUT", cut));
    }
}
