package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.HistoryFormat;
import dev.suzaku.histories.HistorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why an answer is UNKNOWN. */
class UnknownReasonTest {
    private static final long SEED = 20261128;

    @TempDir
    Path directory;

    /** Object a lost a value that it had; of object b so many calls overlap that no search comes to an end soon. */
    private static String hard() {
        StringBuilder edn = new StringBuilder();
        edn.append("{:process 0 :type :invoke :f :enqueue :value 5 :key :a}\n");
        edn.append("{:process 0 :type :ok :f :enqueue :value 5 :key :a}\n");
        overlapping(edn);
        edn.append("{:process 999 :type :invoke :f :dequeue :key :a}\n");
        edn.append("{:process 999 :type :ok :f :dequeue :value nil :key :a}\n");
        return edn.toString();
    }

    /** A queue of two values that forgets some of them when the power is cut. */
    private static void overlapping(StringBuilder edn) {
        Random random = new Random(SEED);
        List<String> open = new ArrayList<>();
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int process = 1; process <= 300; process++) {
            int value = random.nextInt(2);
            String f = random.nextInt(4) == 0 ? " :f :dequeue :value " : " :f :enqueue :value " + value;
            String call = "{:process " + process + " :key :b" + f;
            edn.append(call).append(call.endsWith(" ") ? "nil" : "").append(" :type :invoke}\n");
            open.add(call);
            if (open.size() > 4) {
                String ending = open.remove(random.nextInt(open.size()));
                if (!ending.endsWith(" ")) {
                    queue.add(ending.charAt(ending.length() - 1) - '0');
                    edn.append(ending).append(" :type :ok}\n");
                } else if (!queue.isEmpty()) {
                    edn.append(ending).append(queue.remove()).append(" :type :ok}\n");
                }
            }
            if (process % 50 == 0) {
                open.clear();
                queue.removeIf(each -> random.nextInt(3) == 0);
                edn.append("{:process :nemesis :type :info :f :crash}\n{:process :nemesis :type :info :f :ready}\n");
            }
        }
    }

    private static Verdict check(long budgetMillis, Condition... conditions) {
        return new HistoryChecker()
                .check(
                        HistoryFormat.JEPSEN_EDN.parse(hard()),
                        new CheckRequest("queue", List.of(conditions), budgetMillis, "auto", false));
    }

    @Test
    void a_buffered_condition_beside_others_says_its_share_and_the_whole_and_alone_it_does_not() {
        Verdict beside = check(2_000, Condition.DURABLE, Condition.BUFFERED_PREFIX);
        assertThat(beside.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(beside.answer(Condition.BUFFERED_PREFIX)).isEqualTo(Answer.UNKNOWN);
        assertThat(beside.reason().orElseThrow())
                .containsPattern("the budget of \\d+ ms ran out")
                .contains("left of 2000 ms for the buffered ones: asked for alone they get all of it");
        Verdict alone = check(1_000, Condition.BUFFERED_PREFIX);
        assertThat(alone.answer(Condition.BUFFERED_PREFIX)).isEqualTo(Answer.UNKNOWN);
        assertThat(alone.reason().orElseThrow())
                .contains("the budget of 1000 ms ran out")
                .doesNotContain("alone");
    }

    @Test
    void a_streamed_check_names_the_conditions_that_are_not_known() throws IOException {
        Path edn = Files.writeString(directory.resolve("h.edn"), """
                {:process 0, :type :invoke, :f :write, :value 1}
                {:process 0, :type :ok, :f :write, :value 1}
                {:process 0, :type :invoke, :f :write, :value 2}
                {:process :nemesis, :type :info, :f :crash}
                {:process :nemesis, :type :info, :f :ready}
                {:process 1, :type :invoke, :f :read, :value nil}
                {:process 1, :type :ok, :f :read, :value 1}
                {:process 1, :type :invoke, :f :read, :value nil}
                {:process 1, :type :ok, :f :read, :value 2}
                """);
        Verdict verdict = new StreamedChecker(new HistoryChecker(), StreamLimits.ofHeap())
                .check(
                        new HistorySource(edn, HistoryFormat.JEPSEN_EDN),
                        Models.named("register"),
                        new CheckRequest("register", List.of(Condition.values()), 60_000, "auto", false));
        assertThat(verdict.answer(Condition.BUFFERED_CUT)).isEqualTo(Answer.VALID);
        assertThat(verdict.reason().orElseThrow())
                .contains("not persistent, recoverable, transient;")
                .doesNotContain("buffered-cut");
    }

    @Test
    void an_engine_that_was_not_needed_leaves_no_blank() throws IOException {
        Path edn = Files.writeString(directory.resolve("h.edn"), "{:process 0, :type :invoke, :f :read, :value nil}\n");
        Verdict verdict = new StreamedChecker(new HistoryChecker(), StreamLimits.ofHeap())
                .check(
                        new HistorySource(edn, HistoryFormat.JEPSEN_EDN),
                        Models.named("register"),
                        new CheckRequest("register", List.of(Condition.NRL), 60_000, "auto", false));
        assertThat(verdict.engine()).isEqualTo("streamed");
    }
}
