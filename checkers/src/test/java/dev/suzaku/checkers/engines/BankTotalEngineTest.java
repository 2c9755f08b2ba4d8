package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.BruteForce;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.engines.Deadlines.End;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BankTotalEngineTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 2000);
    private static final long SEED = 20261204;

    @ParameterizedTest
    @ValueSource(strings = {"bank", "bank-overdraft"})
    void what_it_finds_is_a_violation_by_brute_force_and_its_certificate_alone_is_one(String model) {
        RandomHistories histories = new RandomHistories(SEED, model, 0.2);
        Random random = new Random(SEED);
        int found = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(7), random.nextInt(3));
            if (decide(history.operations(), history, model) instanceof Finding.Violated violated) {
                found++;
                assertThat(BruteForce.linearizable(history.operations(), history.cuts(), Condition.DURABLE, model))
                        .as("history %d: %s", i, history.operations())
                        .isFalse();
                List<Operation> alone = violated.certificate().stream()
                        .map(key(history.operations(), history, model)::operation)
                        .toList();
                assertThat(alone).hasSizeBetween(1, 2);
                assertThat(BruteForce.linearizable(alone, history.cuts(), Condition.DURABLE, model))
                        .as("certificate %s", alone)
                        .isFalse();
            }
        }
        System.out.println("bank-total: " + found + " violations in " + HISTORIES + " histories of " + model);
        assertThat(found).isGreaterThanOrEqualTo(HISTORIES / 1000);
    }

    @Test
    void totals_accounts_and_debts_are_told_apart_from_what_transfers_may_have_done() {
        assertThat(finding("bank", read(5, 5), read(4, 6))).isInstanceOf(Finding.Undecided.class);
        assertThat(finding("bank", read(5, 5), read(5, 6))).isInstanceOf(Finding.Violated.class);
        assertThat(finding("bank", read(5, 5), read(5, 5, 0))).isInstanceOf(Finding.Violated.class);
        assertThat(finding("bank", read(-1, 11))).isInstanceOf(Finding.Violated.class);
        assertThat(finding("bank-overdraft", read(-1, 11), read(5, 5))).isInstanceOf(Finding.Undecided.class);
        assertThat(finding("bank-overdraft", read(Long.MAX_VALUE, 2), read(Long.MIN_VALUE, 0)))
                .isInstanceOf(Finding.Violated.class);
        assertThat(finding("bank", read())).isInstanceOf(Finding.Violated.class);
    }

    private static Value read(long... balances) {
        List<Value> pairs = new ArrayList<>();
        for (long balance : balances) {
            pairs.add(Value.sequence(Value.of("account " + pairs.size()), Value.of(balance)));
        }
        return new Value.Sequence(pairs);
    }

    private static Finding finding(String model, Value... results) {
        List<Operation> operations = new ArrayList<>();
        for (Value result : results) {
            int index = operations.size();
            operations.add(new Operation(
                    index, 0, 0, "read", "", Value.NOTHING, result, Outcome.OK, 2L * index, 2L * index + 1));
        }
        History history = new History(HistoryHeader.of("bank", model, 0), operations, List.of(), true);
        return decide(operations, history, model);
    }

    private static KeyHistory key(List<Operation> operations, History history, String model) {
        return KeyHistory.of("", Models.named(model), operations, history.cuts());
    }

    private static Finding decide(List<Operation> operations, History history, String model) {
        KeyHistory key = key(operations, history, model);
        Timeline timeline =
                Timeline.of(key, history.cuts(), Deadlines.of(history).at(Condition.DURABLE, End.LENIENT));
        return Engines.named("bank-total", key).decide(key, timeline, new Budget(10_000, System::nanoTime));
    }
}
