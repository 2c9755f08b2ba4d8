package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.checkers.HistoryLines;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two cuts: the crash of the first is between 10 and 12, that of the second at 30. */
class KvTokensTest {
    private static final List<PowerCut> CUTS =
            List.of(new PowerCut(0, 10, 12, 14, 14), new PowerCut(1, 30, 30, 31, 31));

    private final KvTokens tokens = new KvTokens();

    private void gets(long invoke, long end, String value, long token) {
        tokens.add(HistoryLines.operation("0 gets @" + invoke + ".." + end), value, token, CUTS);
    }

    @Test
    void an_answer_tells_of_the_epoch_in_which_it_lies_wholly() {
        gets(1, 9, "a", 1);
        gets(13, 29, "b", 2);
        gets(31, 40, "c", 3);
        assertThat(tokens.owner(0, 1)).hasValue("a");
        assertThat(tokens.tokenOf(0, "a")).hasValue(1);
        assertThat(tokens.owner(1, 2)).hasValue("b");
        assertThat(tokens.tokenOf(2, "c")).hasValue(3);
        assertThat(tokens.owner(1, 1)).isEmpty();
        assertThat(tokens.tokenOf(1, "a")).isEmpty();
    }

    @Test
    void an_answer_that_may_lie_on_both_sides_of_a_crash_tells_nothing() {
        gets(1, 10, "a", 1);
        gets(11, 29, "b", 2);
        gets(12, 29, "c", 3);
        gets(13, 30, "d", 4);
        gets(30, 40, "e", 5);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int token = 1; token <= 5; token++) {
                assertThat(tokens.owner(epoch, token))
                        .as("%d in %d", token, epoch)
                        .isEmpty();
            }
        }
    }

    @Test
    void what_was_seen_first_counts() {
        gets(1, 2, "a", 1);
        gets(3, 4, "b", 1);
        gets(5, 6, "a", 2);
        assertThat(tokens.owner(0, 1)).hasValue("a");
        assertThat(tokens.tokenOf(0, "b")).isEmpty();
        assertThat(tokens.tokenOf(0, "a")).hasValue(1);
        assertThat(tokens.owner(0, 2)).hasValue("a");
    }

    @Test
    void the_last_epoch_of_an_end_is_that_after_every_crash_that_may_have_come_before() {
        assertThat(KvTokens.lastEpoch(9, CUTS)).isZero();
        assertThat(KvTokens.lastEpoch(10, CUTS)).isEqualTo(1);
        assertThat(KvTokens.lastEpoch(29, CUTS)).isEqualTo(1);
        assertThat(KvTokens.lastEpoch(30, CUTS)).isEqualTo(2);
        assertThat(KvTokens.lastEpoch(Long.MAX_VALUE, CUTS)).isEqualTo(2);
    }
}
