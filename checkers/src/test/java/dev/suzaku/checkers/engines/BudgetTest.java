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
}
