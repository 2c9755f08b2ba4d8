package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void is_spent_when_its_time_is_up_and_says_that_more_time_would_help() {
        Budget budget = new Budget(5, nanos::get);
        assertThat(budget.spentNow()).isFalse();
        assertThat(budget.whySpent()).isEmpty();

        nanos.set(5_000_000);

        assertThat(budget.spentNow()).isTrue();
        assertThat(budget.whySpent()).hasValue("the budget of 5 ms ran out; more time may decide it");
    }

    @Test
    void notices_within_a_few_questions_that_its_time_is_up() {
        Budget budget = new Budget(5, nanos::get);
        nanos.set(5_000_000);
        int asked = 1;
        while (!budget.spent()) {
            asked++;
        }
        assertThat(asked).isLessThanOrEqualTo(16);
    }

    @Test
    void gives_no_more_memory_than_there_is_to_all_who_share_it() {
        Budget budget = new Budget(5, 100, nanos::get);
        Budget other = budget.share();

        assertThat(budget.reserve(60)).isTrue();
        assertThat(other.reserve(41)).isFalse();
        assertThat(other.reserve(40)).isTrue();
        budget.release(60);
        assertThat(other.reserve(60)).isTrue();
    }

    @Test
    void a_cancelled_budget_is_spent_for_all_who_share_it() {
        Budget budget = new Budget(5, nanos::get);
        budget.share().cancel();

        assertThat(budget.spentNow()).isTrue();
        assertThat(budget.whySpent()).hasValue("the answer was not needed any more");
    }

    @Test
    void the_clock_is_looked_at_now_and_then_only_unless_it_is_asked_for() {
        Budget budget = new Budget(5, nanos::get);
        nanos.set(5_000_000);
        for (int asked = 1; asked < 16; asked++) {
            assertThat(budget.spent()).as("question %d", asked).isFalse();
        }
        assertThat(budget.spent()).isTrue();
        nanos.set(0);
        assertThat(budget.spent()).as("what is spent stays so").isTrue();
        Budget again = new Budget(5, nanos::get);
        nanos.set(4_999_999);
        assertThat(again.elapsedMillis()).isEqualTo(4);
        assertThat(again.spentNow()).isFalse();
        nanos.set(5_000_000);
        assertThat(again.spentNow()).isTrue();
    }

    @Test
    void the_clock_is_looked_at_again_after_as_many_questions() {
        Budget budget = new Budget(5, nanos::get);
        for (int asked = 0; asked < 16; asked++) {
            assertThat(budget.spent()).isFalse();
        }
        nanos.set(5_000_000);
        for (int asked = 1; asked < 16; asked++) {
            assertThat(budget.spent()).as("question %d", asked).isFalse();
        }
        assertThat(budget.spent()).isTrue();
    }

    @Test
    void time_counts_from_its_beginning() {
        nanos.set(7_000_000);
        Budget budget = new Budget(5, nanos::get);
        nanos.set(11_000_000);
        assertThat(budget.elapsedMillis()).isEqualTo(4);
        assertThat(budget.whySpent()).isEmpty();
        budget.cancel();
        assertThat(budget.whySpent()).hasValue("the answer was not needed any more");
    }

    @Test
    void memory_that_takes_longer_to_clear_than_there_is_time_is_not_touched() {
        Budget budget = new Budget(100, nanos::get);
        assertThat(budget.allowsTouching(99 << 20)).isTrue();
        nanos.set(50_000_000);
        assertThat(budget.allowsTouching(49 << 20)).isTrue();
        assertThat(budget.whySpent()).isEmpty();
        assertThat(budget.allowsTouching(50 << 20)).isFalse();
        assertThat(budget.spent()).isTrue();
        assertThat(budget.whySpent()).hasValue("the budget of 100 ms ran out; more time may decide it");
        assertThat(budget.allowsTouching(1)).isFalse();
        assertThat(new Budget(0, nanos::get).allowsTouching(1000))
                .as("hardly anything")
                .isTrue();
    }

    @Test
    void says_how_much_memory_there_was() {
        assertThat(new Budget(5, 3 << 20, nanos::get).outOfMemory("x"))
                .isEqualTo("key x needs more than the 3 MB of memory that the search may take; more memory may decide"
                        + " it");
        Budget half = new Budget(5, nanos::get);
        assertThat(half.reserve(Runtime.getRuntime().maxMemory() / 2 + 1)).isFalse();
        assertThat(half.reserve(Runtime.getRuntime().maxMemory() / 4)).isTrue();
    }
}
