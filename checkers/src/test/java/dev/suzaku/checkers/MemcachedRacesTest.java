package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What memcached 1.6.18 was seen to answer without any power cut, and no order of its operations explains. The model kv
 * refuses it, and accepts what memcached should have answered.
 */
class MemcachedRacesTest {
    private static final Value STORED = Value.of("STORED");

    /** It looks for the digits of a value of blanks behind its end, where an earlier value lay. */
    @Test
    void the_number_in_a_value_of_blanks() {
        Operation blanks = call("set", "k", Value.of("  "), STORED, 1, 2);

        assertThat(verdict(blanks, call("incr", "k", Value.of(2), Value.of(6744073709551617L), 3, 4)))
                .isEqualTo(Answer.INVALID);
        Value refused = Value.of("CLIENT_ERROR cannot increment or decrement non-numeric value");
        assertThat(verdict(blanks, call("incr", "k", Value.of(2), refused, 3, 4)))
                .isEqualTo(Answer.VALID);
    }

    /** An incr that has found its value writes it back after the flush. */
    @Test
    void a_value_that_outlives_a_flush() {
        Operation a = call("set", "a", Value.of("7"), STORED, 1, 2);
        Operation b = call("set", "b", Value.of("1"), STORED, 3, 4);
        Operation flush = call("flush_all", "", Value.NOTHING, Value.of("OK"), 10, 20);
        Operation incr = call("incr", "a", Value.of(1), Value.of(8), 12, 18);
        Operation gone = call("get", "b", Value.NOTHING, Value.NOTHING, 27, 28);

        assertThat(verdict(a, b, flush, incr, call("get", "a", Value.NOTHING, Value.of("8"), 25, 26), gone))
                .isEqualTo(Answer.INVALID);
        assertThat(verdict(a, b, flush, incr, call("get", "a", Value.NOTHING, Value.NOTHING, 25, 26), gone))
                .isEqualTo(Answer.VALID);
    }

    /** A decr writes the new token into the old value as well, which a gets may be about to send. */
    @Test
    void an_old_value_with_the_token_of_the_new_one() {
        Operation set = call("set", "k", Value.of("92"), STORED, 1, 2);
        Operation decr = call("decr", "k", Value.of(1), Value.of(91), 12, 18);
        Operation after = gets("91", 2, 25);

        assertThat(verdict(set, gets("92", 2, 10), decr, after)).isEqualTo(Answer.INVALID);
        assertThat(verdict(set, gets("92", 1, 10), decr, after)).isEqualTo(Answer.VALID);
    }

    private static Operation gets(String value, int token, long invoke) {
        Value result = Value.sequence(Value.of(value), Value.of(token));
        return call("gets", "k", Value.NOTHING, result, invoke, invoke + 10);
    }

    private static Operation call(String function, String key, Value argument, Value result, long invoke, long end) {
        return new Operation(0, (int) invoke, 0, function, key, argument, result, Outcome.OK, invoke, end);
    }

    private static Answer verdict(Operation... calls) {
        History history = new History(HistoryHeader.of("races", "kv", 0), List.of(calls), List.of(), true);
        return new HistoryChecker().check(history, CheckRequest.all("kv")).answer(Condition.DURABLE);
    }
}
