package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BankModelTest {
    private static final String MOVE_3 = "transfer [[from a] [to b] [amount 3]]";
    private static final String BACK_3 = "transfer [[from b] [to a] [amount 3]]";
    private static final String TO_ITSELF = "transfer [[from a] [to a] [amount 4]]";
    private static final String TO_STRANGER = "transfer [[from a] [to c] [amount 1]]";
    private static final String READ_5_5 = "read -> [[a 5] [b 5]]";
    private static final String READ_2_8 = "read -> [[a 2] [b 8]]";
    private static final String READ_0_3 = "read -> [[a 0] [b 3]]";
    private static final String READ_0_2 = "read -> [[a 0] [b 2]]";
    private static final String READ_A = "read -> [[a 5]]";
    private static final String READ_NEGATIVE = "read -> [[a -1] [b 5]]";
    private static final String READ_TEXT = "read -> [[a x] [b 5]]";
    private static final String READ_NONE = "read -> []";
    private static final String[] CALLS = {
        MOVE_3,
        BACK_3,
        TO_ITSELF,
        TO_STRANGER,
        READ_5_5,
        READ_2_8,
        READ_0_3,
        READ_0_2,
        READ_A,
        READ_NEGATIVE,
        READ_TEXT,
        READ_NONE,
        "read?"
    };

    private final Walk bank = new Walk("bank", CALLS);
    private final Walk overdraft = new Walk("bank-overdraft", CALLS);

    @Test
    void money_is_moved_and_none_is_made() {
        assertThat(bank.after(READ_5_5, MOVE_3)).isEqualTo("{a: 2, b: 8}");
        assertThat(bank.legal(READ_5_5, MOVE_3, READ_2_8)).isTrue();
        assertThat(bank.legal(READ_5_5, READ_2_8)).isFalse();
        assertThat(bank.after(READ_5_5, TO_ITSELF)).isEqualTo("{a: 5, b: 5}");
        assertThat(bank.legal(READ_5_5, TO_STRANGER)).isFalse();
        assertThat(bank.legal(READ_A, MOVE_3)).isFalse();
    }

    @Test
    void any_beginning_will_do_that_explains_the_first_read() {
        assertThat(bank.after(MOVE_3)).isEqualTo("changes since the beginning {a: -3, b: 3}");
        assertThat(bank.after(MOVE_3, READ_5_5)).isEqualTo("{a: 5, b: 5}");
        assertThat(bank.legal(MOVE_3, READ_0_3)).isTrue();
        assertThat(bank.legal(MOVE_3, READ_0_2)).isFalse();
        assertThat(bank.legal(MOVE_3, READ_A)).isFalse();
        assertThat(overdraft.legal(MOVE_3, READ_0_2)).isTrue();
    }

    @Test
    void what_an_account_had_least_before_the_first_read_was_not_negative() {
        assertThat(bank.legal(MOVE_3, BACK_3, READ_5_5)).isTrue();
        assertThat(bank.legal(MOVE_3, BACK_3, READ_2_8)).isFalse();
        assertThat(bank.legal(BACK_3, READ_2_8)).isFalse();
        assertThat(bank.legal(BACK_3, MOVE_3, READ_2_8)).isTrue();
        assertThat(overdraft.legal(MOVE_3, BACK_3, READ_2_8)).isTrue();
    }

    @Test
    void no_balance_is_negative_unless_that_is_allowed() {
        assertThat(bank.legal(READ_2_8, MOVE_3)).isFalse();
        assertThat(overdraft.after(READ_2_8, MOVE_3)).isEqualTo("{a: -1, b: 11}");
        assertThat(bank.legal(READ_NEGATIVE)).isFalse();
        assertThat(overdraft.legal(READ_NEGATIVE)).isTrue();
        assertThat(bank.legal(READ_0_3, BACK_3, READ_0_3)).isFalse();
        assertThat(bank.after(READ_0_3, BACK_3)).isEqualTo("{a: 3, b: 0}");
    }

    @Test
    void a_read_without_balances_or_with_a_text_is_an_answer_that_no_bank_gives() {
        assertThat(overdraft.legal(READ_TEXT)).isFalse();
        assertThat(overdraft.legal(READ_NONE)).isFalse();
        assertThat(bank.call("read?")).isEqualTo(Automaton.NO_CALL);
    }

    @Test
    void reads_only_ask() {
        assertThat(bank.automaton().observer(bank.call(READ_5_5))).isTrue();
        assertThat(bank.automaton().observer(bank.call(READ_TEXT))).isTrue();
        assertThat(bank.automaton().observer(bank.call(MOVE_3))).isFalse();
        int beginning = bank.state();
        int read = bank.call(READ_5_5);
        assertThat(bank.automaton().eager(beginning, read))
                .as("the first read says what the bank began with")
                .isFalse();
        assertThat(bank.automaton().eager(bank.state(READ_5_5), read)).isTrue();
    }

    @Test
    void what_does_not_fit_is_an_error() {
        String expected = "operation 0 (transfer): the argument must be [[from account] [to account] [amount n]]";
        assertThatThrownBy(() -> new Walk("bank", "transfer [[to b] [amount 3]]"))
                .hasMessage(expected);
        assertThatThrownBy(() -> new Walk("bank", "transfer [[from a] [amount 3]]"))
                .hasMessage(expected);
        assertThatThrownBy(() -> new Walk("bank", "transfer [[from a] [to b]]")).hasMessage(expected);
        assertThatThrownBy(() -> new Walk("bank", "transfer [[from a] [to b] [amount x]]"))
                .hasMessage(expected);
        assertThatThrownBy(() -> new Walk("bank", "read -> [[a 1] [a 2]]"))
                .hasMessage("operation 0 (read): a comes twice");
        assertThatThrownBy(() -> new Walk("bank", "read -> [[a 1 2]]"))
                .hasMessage("operation 0 (read): a pair was expected, not [a, 1, 2]");
        assertThatThrownBy(() -> new Walk("bank", "read -> [1]"))
                .hasMessage("operation 0 (read): a pair was expected, not 1");
        assertThatThrownBy(() -> new Walk("bank", "rob"))
                .hasMessage("operation 0: model bank has no function rob; it has transfer and read");
    }
}
