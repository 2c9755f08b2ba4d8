package dev.suzaku.checkers.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.histories.History;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryGeneratorTest {
    private static final Value LOST = Value.of(-1);

    private static List<Workload> workloads(long seed) {
        Workload cas = Workload.cas(4, 200, seed).withPending(20);
        return List.of(cas, cas.withCuts(3), cas.withCuts(3).withUniqueValues(), Workload.unique(3, 100, seed));
    }

    @Test
    void generated_histories_are_durable() {
        for (long seed = 0; seed < 20; seed++) {
            for (Workload workload : workloads(seed)) {
                assertThat(answer(HistoryGenerator.history(workload), workload))
                        .as(workload.toString())
                        .isEqualTo(Answer.VALID);
            }
        }
    }

    @Test
    void a_contradiction_is_one_whatever_else_happened_and_nothing_else_is_wrong() {
        for (long seed = 0; seed < 20; seed++) {
            for (Workload workload : workloads(seed)) {
                History illegal = HistoryGenerator.illegalHistory(workload);
                assertThat(answer(illegal, workload)).as(workload.toString()).isEqualTo(Answer.INVALID);

                List<Operation> planted = illegal.operations().stream()
                        .filter(operation -> operation.returnNanos() == operation.invokeNanos() + 1)
                        .toList();
                assertThat(planted).extracting(Operation::function).containsExactly("write", "write", "read");
                assertThat(answer(new History(illegal.header(), planted, List.of(), true), workload))
                        .as("the three alone")
                        .isEqualTo(Answer.INVALID);

                List<Operation> others = illegal.operations().stream()
                        .filter(operation -> !operation.result().equals(LOST))
                        .toList();
                assertThat(answer(new History(illegal.header(), others, illegal.cuts(), true), workload))
                        .as("without the read, " + workload)
                        .isEqualTo(Answer.VALID);
            }
        }
    }

    @Test
    void a_write_that_a_cut_loses_is_a_violation_and_one_answer_tells_of_it() {
        int found = 0;
        for (long seed = 0; seed < 100; seed++) {
            Workload workload = Workload.cas(4, 200, seed).withCuts(3);
            Optional<History> losing = HistoryGenerator.losingHistory(workload);
            if (losing.isEmpty()) {
                continue;
            }
            found++;
            assertThat(answer(losing.get(), workload)).as(workload.toString()).isEqualTo(Answer.INVALID);
            List<Operation> changed = new ArrayList<>(losing.get().operations());
            changed.removeAll(HistoryGenerator.history(workload).operations());
            assertThat(changed).extracting(Operation::function).containsExactly("read");
            assertThat(changed.get(0).epoch()).isPositive();
        }
        assertThat(found).isBetween(10, 99);
    }

    @Test
    void equal_workloads_give_equal_histories_and_other_seeds_others() {
        Workload workload = Workload.cas(4, 100, 7);

        assertThat(HistoryGenerator.illegalHistory(workload).operations())
                .isEqualTo(HistoryGenerator.illegalHistory(workload).operations())
                .isNotEqualTo(
                        HistoryGenerator.illegalHistory(workload.withSeed(8)).operations());
    }

    private static Answer answer(History history, Workload workload) {
        CheckRequest request = new CheckRequest(workload.model(), List.of(Condition.DURABLE), 20_000, "auto", false);
        return new HistoryChecker().check(history, request).answer(Condition.DURABLE);
    }
}
