package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget may run out whenever an engine looks at the clock: what it says then is never wrong. */
class BudgetAtAnyInstantTest {
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 1500) / 20;
    private static final long SEED = 20261128;
    private static final long MILLI = 1_000_000;

    private enum Kind {
        LINEARIZABLE,
        VIOLATED,
        UNDECIDED
    }

    @ParameterizedTest
    @CsvSource({
        "register, zones",
        "cas-register, chains",
        "queue, queue-sweep",
        "stack, stack-nesting",
        "set, grow-only-set",
        "counter, counter",
        "bank, bank-total",
        "cas-register, frontier",
        "kv, exact",
        "queue, depth-first",
        "cas-register, relax"
    })
    void what_is_said_when_the_time_is_up_is_true(String model, String engine) {
        Random random = new Random(SEED);
        RandomHistories histories = new RandomHistories(SEED, model, 0.1);
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        int tried = 0;
        while (tried < HISTORIES) {
            History history = histories.next(1 + random.nextInt(5), 1 + random.nextInt(80), random.nextInt(3));
            KeyHistory key = KeyHistory.of("k", Models.named(model), history.operations(), history.cuts());
            if (!applies(engine, key)) {
                continue;
            }
            tried++;
            Kind whole = kind(Engines.named(engine, key).decide(key, Findings.unbounded(key), Findings.budget()));
            int readings = 0;
            Kind cutShort;
            do {
                cutShort = kind(Engines.named(engine, key)
                        .decide(key, Findings.unbounded(key), new Budget(1, spentAt(readings++))));
                seen.merge(cutShort, 1, Integer::sum);
                assertThat(cutShort)
                        .as("history %d of seed %d: %s", tried, SEED, history.operations())
                        .isIn(Kind.UNDECIDED, whole);
                assertThat(readings > 1 || cutShort == Kind.UNDECIDED)
                        .as("without any time it is undecided")
                        .isTrue();
            } while (cutShort == Kind.UNDECIDED && cutShort != whole);
        }
        assertThat(seen).containsKey(Kind.UNDECIDED);
    }

    /** Of many pending operations only the last explains what was read. */
    @ParameterizedTest
    @CsvSource({"cas-register", "kv"})
    void an_explanation_that_is_not_reached_in_time_is_no_violation(String model) {
        List<String> lines = new ArrayList<>();
        boolean register = model.equals("cas-register");
        lines.add(register ? "0 write 1 @1..2" : "0 set a -> STORED @1..2");
        lines.add(register ? "0 read -> 1 @3..4" : "0 gets -> [a 7] @3..4");
        int last = 50;
        for (int i = 0; i <= last; i++) {
            lines.add((i + 1) + " cas [" + (register ? "1 " + (100 + i) : "b" + i + " 7") + "] @5..");
        }
        if (!register) {
            lines.add("cut @8..9");
        }
        lines.add(register ? "99 read -> " + (100 + last) + " @10..11" : "99 get -> b" + last + " @10..11");
        if (!register) {
            lines.add("99 set c -> STORED @12..13");
            lines.add("99 gets -> [c 7] @14..15");
        }
        KeyHistory key = Findings.key(model, lines.toArray(String[]::new));
        Timeline timeline = Findings.timeline(key, model, Condition.DURABLE, lines.toArray(String[]::new));
        Finding finding;
        int readings = 0;
        do {
            Budget budget = new Budget(1, spentAt(readings++));
            finding = Engines.named("exact", key).decide(key, timeline, budget);
            assertThat(finding).as("%d readings", readings).isNotInstanceOf(Finding.Violated.class);
        } while (finding instanceof Finding.Undecided);
        assertThat(readings).isGreaterThan(1);
    }

    private static boolean applies(String engine, KeyHistory key) {
        Engine known = switch (engine) {
            case "zones" -> new ZonesEngine();
            case "chains" -> new ChainsEngine();
            case "queue-sweep" -> new QueueSweepEngine();
            case "stack-nesting" -> new StackNestingEngine();
            case "grow-only-set" -> new SetEngine();
            case "counter" -> new CounterEngine();
            case "bank-total" -> new BankTotalEngine();
            default -> new FrontierEngine();
        };
        return known.applies(key);
    }

    /** A clock that stands still until it was read so often after the budget began. */
    private static LongSupplier spentAt(int readings) {
        AtomicLong left = new AtomicLong(readings + 1);
        return () -> left.getAndDecrement() > 0 ? 0 : 2 * MILLI;
    }

    private static Kind kind(Finding finding) {
        if (finding instanceof Finding.Linearizable) {
            return Kind.LINEARIZABLE;
        }
        return finding instanceof Finding.Violated ? Kind.VIOLATED : Kind.UNDECIDED;
    }
}
