package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small histories that were hard: most come from disagreements with brute force. Times are milliseconds. */
class ConditionExamplesTest {
    private static final long MILLI = 1_000_000;
    private static final Value NOTHING = Value.NOTHING;
    private static final Value REFUSED = Value.of("REFUSED");

    private final List<Operation> operations = new ArrayList<>();
    private final List<PowerCut> cuts = new ArrayList<>();

    @Test
    void an_answer_of_its_session_retires_a_pending_write_even_just_before_the_write() {
        cut(2, 2);
        pending(0, "write", Value.of(1), 1);
        ok(1, "read", NOTHING, Value.of(1), 3, 6);
        ok(0, "read", NOTHING, NOTHING, 4, 7);
        agree("register", Condition.RECOVERABLE, Answer.INVALID);
        agree("register", Condition.DURABLE, Answer.VALID);
    }

    @Test
    void an_answer_over_a_second_cut_still_comes_after_what_its_session_left_pending() {
        cut(2, 3);
        cut(8, 9);
        pending(0, "write", Value.of(1), 1);
        ok(0, "read", NOTHING, NOTHING, 4, 20);
        ok(1, "read", NOTHING, Value.of(1), 10, 11);
        agree("register", Condition.RECOVERABLE, Answer.INVALID);
        agree("register", Condition.DURABLE, Answer.VALID);
    }

    @Test
    void the_instant_of_the_next_writes_return_belongs_to_transient() {
        cut(1, 1);
        pending(0, "write", Value.of(1), 0);
        ok(0, "write", Value.of(2), Value.of(2), 5, 6);
        ok(1, "write", Value.of(3), Value.of(3), 6, 6);
        ok(2, "read", NOTHING, Value.of(3), 6, 6);
        ok(2, "read", NOTHING, Value.of(1), 6, 6);
        ok(2, "read", NOTHING, Value.of(2), 6, 9);
        agree("register", Condition.TRANSIENT, Answer.VALID);
        agree("register", Condition.RECOVERABLE, Answer.VALID);
    }

    @Test
    void a_session_that_calls_during_the_outage_is_less_patient_than_the_first_reply() {
        cut(2, 8);
        pending(0, "write", Value.of(1), 1);
        ok(0, "read", NOTHING, NOTHING, 4, 9);
        ok(1, "read", NOTHING, Value.of(1), 12, 13);
        agree("register", Condition.READY_BOUNDED, Answer.VALID);
        agree("register", Condition.PERSISTENT, Answer.INVALID);
        agree("register", Condition.RECOVERABLE, Answer.INVALID);
        agree("register", Condition.DURABLE, Answer.VALID);
    }

    @Test
    void a_session_that_gave_up_while_the_target_lived_is_another_one_afterwards() {
        cut(5, 6);
        pending(0, "write", Value.of(1), 1);
        ok(0, "read", NOTHING, NOTHING, 3, 4);
        ok(0, "read", NOTHING, NOTHING, 7, 8);
        ok(0, "read", NOTHING, Value.of(1), 9, 10);
        agree("register", Condition.PERSISTENT, Answer.VALID);
        agree("register", Condition.READY_BOUNDED, Answer.INVALID);
    }

    @Test
    void an_operation_of_which_only_the_invocation_survived_may_have_another_answer() {
        cut(3, 3);
        cut(12, 13);
        ok(2, "acquire", NOTHING, NOTHING, 2, 2);
        ok(2, "acquire", NOTHING, REFUSED, 3, 7);
        ok(1, "acquire", NOTHING, REFUSED, 8, 14);
        ok(1, "release", NOTHING, NOTHING, 15, 17);
        ok(1, "acquire", NOTHING, REFUSED, 18, 20);
        agree("mutex", Condition.BUFFERED_CUT, Answer.VALID);
        agree("mutex", Condition.BUFFERED_PREFIX, Answer.INVALID);
    }

    @Test
    void what_a_sync_made_durable_is_not_lost_and_the_loss_window_reaches_back_to_the_first_lost_answer() {
        cut(30, 31);
        ok(0, "write", Value.of(1), Value.of(1), 1, 2);
        ok(0, "write", Value.of(2), Value.of(2), 10, 12);
        ok(0, "write", Value.of(3), Value.of(3), 20, 21);
        ok(1, "read", NOTHING, Value.of(1), 32, 33);
        agree("register", Condition.BUFFERED_PREFIX, Answer.VALID);
        Verdict verdict = new HistoryChecker().check(history("register"), CheckRequest.all("register"));
        assertThat(verdict.strongest()).contains(Condition.BUFFERED_PREFIX);
        assertThat(verdict.lateEffectWindow()).isEmpty();
        assertThat(verdict.lossWindow().orElseThrow().atLeastNanos()).isBetween(18 * MILLI, 18 * MILLI + MILLI / 1000);
        assertThat(verdict.lossWindow().orElseThrow().atMostNanos()).isBetween(18 * MILLI, 18 * MILLI + MILLI / 1000);
        ok(1, "sync", NOTHING, NOTHING, 13, 14);
        agree("register", Condition.BUFFERED_PREFIX, Answer.INVALID);
        agree("register", Condition.BUFFERED_CUT, Answer.INVALID);
    }

    @Test
    void what_is_answered_after_the_cut_was_not_lost_with_the_end_of_its_era() {
        cut(5, 6);
        ok(0, "write", Value.of(1), Value.of(1), 1, 9);
        ok(1, "read", NOTHING, Value.of(1), 3, 4);
        ok(1, "read", NOTHING, NOTHING, 6, 7);
        agree("register", Condition.BUFFERED_PREFIX, Answer.INVALID);
        agree("register", Condition.BUFFERED_CUT, Answer.VALID);
    }

    @Test
    void a_long_history_that_loses_its_last_write_at_every_cut_is_a_buffered_prefix() {
        int epochs = 20;
        for (int epoch = 0; epoch < epochs; epoch++) {
            long begin = epoch * 1000L;
            for (int i = 0; i < 60; i++) {
                Value value = Value.of(epoch * 100 + i);
                ok(0, "write", value, value, begin + 10 * i, begin + 10 * i + 3);
                ok(1, "read", NOTHING, value, begin + 10 * i + 5, begin + 10 * i + 8);
            }
            cut(begin + 700, begin + 710);
            ok(1, "read", NOTHING, Value.of(epoch * 100 + 58), begin + 720, begin + 730);
        }
        CheckRequest request = new CheckRequest(
                "register", List.of(Condition.BUFFERED_PREFIX, Condition.BUFFERED_CUT), 10_000, "auto", true);
        Verdict verdict = new HistoryChecker().check(history("register"), request);
        assertThat(verdict.answer(Condition.BUFFERED_PREFIX)).isEqualTo(Answer.VALID);
        assertThat(verdict.answer(Condition.BUFFERED_CUT)).isEqualTo(Answer.VALID);
        assertThat(verdict.lossWindow().orElseThrow().atLeastNanos()).isBetween(107 * MILLI, 108 * MILLI);
    }

    @Test
    void a_durable_history_has_lost_nothing() {
        cut(30, 31);
        ok(0, "write", Value.of(1), Value.of(1), 1, 2);
        ok(1, "read", NOTHING, Value.of(1), 32, 33);
        Verdict verdict = new HistoryChecker().check(history("register"), CheckRequest.all("register"));
        assertThat(verdict.lossWindow()).contains(LossWindow.NONE);
        assertThat(verdict.strongest()).contains(Condition.STRICT);
    }

    @Test
    void a_prefix_is_one_for_all_objects() {
        cut(30, 31);
        add(operation(0, "x", "write", Value.of(1), Value.of(1), 1, 2));
        add(operation(0, "y", "write", Value.of(1), Value.of(1), 10, 12));
        add(operation(1, "x", "read", NOTHING, NOTHING, 32, 33));
        add(operation(1, "y", "read", NOTHING, Value.of(1), 34, 35));
        agree("register", Condition.BUFFERED_CUT, Answer.INVALID);
        Counterexample found = new HistoryChecker()
                .check(
                        history("register"),
                        new CheckRequest("register", List.of(Condition.BUFFERED_CUT), 9000, "auto", false))
                .counterexample()
                .orElseThrow();
        assertThat(found.operations()).hasSize(4);
        assertThat(found.condition()).isEqualTo(Condition.BUFFERED_CUT);
        assertThat(found.summary()).startsWith("Not buffered-cut: ");
    }

    @Test
    void what_returned_at_the_instant_at_which_a_survivor_was_invoked_may_be_lost() {
        cut(30, 31);
        add(operation(0, "x", "write", Value.of(1), NOTHING, 1, 10));
        add(operation(1, "y", "write", Value.of(1), NOTHING, 10, 12));
        add(operation(0, "x", "read", NOTHING, NOTHING, 32, 33));
        add(operation(1, "y", "read", NOTHING, Value.of(1), 34, 35));
        bothBuffered(Answer.VALID);
    }

    @Test
    void a_sync_does_not_make_durable_what_returned_at_the_instant_of_its_invocation() {
        cut(30, 31);
        ok(0, "write", Value.of(1), NOTHING, 1, 10);
        ok(1, "sync", NOTHING, NOTHING, 10, 12);
        ok(1, "read", NOTHING, NOTHING, 32, 33);
        bothBuffered(Answer.VALID);
    }

    @Test
    void an_era_may_begin_with_a_value_that_was_replaced_before_the_cut() {
        cut(30, 31);
        ok(0, "write", Value.of(1), NOTHING, 1, 2);
        ok(0, "write", Value.of(2), NOTHING, 10, 12);
        ok(1, "read", NOTHING, Value.of(1), 32, 33);
        bothBuffered(Answer.VALID);
        ok(1, "write", Value.of(7), NOTHING, 50, 51);
        ok(1, "write", Value.of(7), NOTHING, 52, 53);
        agree("register", Condition.BUFFERED_PREFIX, Answer.VALID);
        ok(1, "read", NOTHING, Value.of(2), 60, 61);
        agree("register", Condition.BUFFERED_PREFIX, Answer.INVALID);
    }

    @Test
    void what_was_open_at_a_cut_and_is_answered_later_has_happened() {
        cut(5, 6);
        cut(20, 21);
        ok(0, "write", Value.of(1), NOTHING, 1, 9);
        ok(1, "read", NOTHING, NOTHING, 10, 11);
        bothBuffered(Answer.INVALID);
    }

    @Test
    void what_was_open_at_a_cut_and_is_answered_later_may_be_seen_from_its_invocation_on() {
        cut(5, 6);
        cut(20, 21);
        add(operation(0, "x", "write", Value.of(1), NOTHING, 1, 9));
        add(operation(1, "x", "read", NOTHING, Value.of(1), 2, 3));
        add(operation(1, "y", "write", Value.of(1), NOTHING, 12, 13));
        add(operation(1, "y", "read", NOTHING, NOTHING, 30, 31));
        add(operation(1, "x", "read", NOTHING, Value.of(1), 32, 33));
        bothBuffered(Answer.VALID);
    }

    @Test
    void recovery_that_says_what_is_not_so_is_found() {
        cut(5, 6);
        pending(0, "write", Value.of(1), 1);
        ok(0, "resolve", NOTHING, Value.of("not-applied"), 7, 8);
        agree("register", Condition.DETECTABLE, Answer.VALID);
        agree("register", Condition.NRL, Answer.INVALID);
        ok(1, "read", NOTHING, Value.of(1), 9, 10);
        agree("register", Condition.DETECTABLE, Answer.INVALID);
        agree("register", Condition.DURABLE, Answer.VALID);
    }

    /** With different values, and again with one that is written twice at the end, which takes another engine. */
    private void bothBuffered(Answer expected) {
        agree("register", Condition.BUFFERED_CUT, expected);
        agree("register", Condition.BUFFERED_PREFIX, expected);
        add(operation(2, "z", "write", Value.of(7), NOTHING, 40, 41));
        add(operation(2, "z", "write", Value.of(7), NOTHING, 42, 43));
        agree("register", Condition.BUFFERED_CUT, expected);
        agree("register", Condition.BUFFERED_PREFIX, expected);
    }

    private void agree(String model, Condition condition, Answer expected) {
        History history = history(model);
        assertThat(BruteForce.answer(history, condition, model))
                .as("brute force")
                .isEqualTo(expected);
        CheckRequest request = new CheckRequest(model, List.of(condition), 10_000, "auto", false);
        assertThat(new HistoryChecker().check(history, request).answer(condition))
                .isEqualTo(expected);
        assertThat(new HistoryChecker().check(history, CheckRequest.all(model)).answer(condition))
                .isEqualTo(expected);
    }

    private History history(String model) {
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort((a, b) -> Long.compare(a.invokeNanos(), b.invokeNanos()));
        List<Operation> numbered = new ArrayList<>();
        sorted.forEach(each -> numbered.add(each.numbered(numbered.size())));
        return new History(HistoryHeader.of("example", model, 0), numbered, cuts, true);
    }

    private void cut(long crash, long ready) {
        cuts.add(new PowerCut(cuts.size(), crash * MILLI, crash * MILLI, ready * MILLI, ready * MILLI));
    }

    private void ok(int session, String function, Value argument, Value result, long invoke, long end) {
        add(operation(session, "k", function, argument, result, invoke, end));
    }

    private void pending(int session, String function, Value argument, long invoke) {
        add(new Operation(
                0, session, 0, function, "k", argument, NOTHING, Outcome.INFO, invoke * MILLI, Operation.NEVER));
    }

    private static Operation operation(
            int session, String key, String function, Value argument, Value result, long invoke, long end) {
        return new Operation(0, session, 0, function, key, argument, result, Outcome.OK, invoke * MILLI, end * MILLI);
    }

    private void add(Operation operation) {
        operations.add(operation);
    }

    @Test
    void a_blank_that_was_appended_before_a_prefix_may_be_cut_from_the_answer() {
        Value blank = Value.of(" ");
        List<Operation> operations = List.of(
                new Operation(0, 0, 0, "set", "k", Value.of("0"), Value.of("STORED"), Outcome.OK, 0, 2),
                new Operation(1, 0, 0, "append", "k", blank, Value.of("STORED"), Outcome.OK, 3, 8),
                new Operation(2, 0, 0, "prepend", "k", Value.of("1"), Value.of("STORED"), Outcome.OK, 10, 12),
                new Operation(3, 1, 0, "get", "k", Value.NOTHING, Value.of("10"), Outcome.OK, 17, 17));
        History history = new History(HistoryHeader.of("blanks", "kv", 0), operations, List.of(), true);

        assertThat(new HistoryChecker().check(history, CheckRequest.all("kv")).answer(Condition.DURABLE))
                .isEqualTo(Answer.VALID);
    }

    @Test
    void an_operation_that_must_follow_another_of_its_session_does_not_stand_for_an_equal_one() {
        cut(5, 8);
        cut(11, 11);
        ok(0, "append", Value.of("a"), NOTHING, 2, 4);
        pending(0, "append", Value.of("a"), 9);
        pending(0, "append", Value.of("b"), 12);
        pending(1, "append", Value.of("b"), 17);
        ok(2, "get", NOTHING, Value.of("abab"), 21, 25);
        agree("porcupine-kv", Condition.RECOVERABLE, Answer.VALID);
    }

    @Test
    void an_answer_that_tells_nothing_of_the_value_still_retires_what_its_session_left_pending() {
        cut(2, 3);
        pending(1, "flush_all", NOTHING, 1);
        ok(1, "prepend", Value.of("x"), Value.of("NOT_STORED"), 4, 5);
        ok(2, "set", Value.of("10"), Value.of("STORED"), 6, 8);
        ok(2, "get", NOTHING, Value.of("10"), 9, 12);
        ok(2, "add", Value.of("10"), Value.of("STORED"), 14, 18);
        agree("kv", Condition.RECOVERABLE, Answer.INVALID);
        agree("kv", Condition.DURABLE, Answer.VALID);
    }

    @Test
    void a_flush_that_was_not_applied_leaves_the_keys_apart() {
        History history = new History(
                HistoryHeader.of("flush", "kv", 0),
                List.of(
                        onKey(0, "set", "k0", Value.of("2"), Value.of("STORED"), Outcome.OK, 0, 1),
                        onKey(1, "incr", "k1", Value.of(2), Value.of("4"), Outcome.OK, 2, 3),
                        onKey(2, "flush_all", "", NOTHING, NOTHING, Outcome.INFO, 4, Operation.NEVER),
                        new Operation(3, 2, 0, "resolve", "", NOTHING, Value.of("not-applied"), Outcome.OK, 7, 8)),
                List.of(new PowerCut(0, 5, 5, 6, 6)),
                true);

        Verdict verdict = new HistoryChecker().check(history, CheckRequest.all("kv"));

        assertThat(verdict.answer(Condition.DURABLE)).isEqualTo(Answer.INVALID);
        assertThat(verdict.answer(Condition.DETECTABLE)).isEqualTo(Answer.INVALID);
    }

    @Test
    void a_flush_that_failed_leaves_the_keys_apart() {
        History history = new History(
                HistoryHeader.of("flush", "kv", 0),
                List.of(
                        onKey(0, "set", "k0", Value.of("2"), Value.of("STORED"), Outcome.OK, 0, 1),
                        onKey(1, "set", "k1", Value.of("3"), Value.of("STORED"), Outcome.OK, 2, 3),
                        onKey(2, "flush_all", "", NOTHING, NOTHING, Outcome.FAIL, 4, 5),
                        onKey(3, "get", "k0", NOTHING, Value.of("2"), Outcome.OK, 6, 7)),
                List.of(),
                true);

        assertThat(new HistoryChecker().check(history, CheckRequest.all("kv")).answer(Condition.DURABLE))
                .isEqualTo(Answer.VALID);
    }

    private static Operation onKey(
            int number,
            String function,
            String key,
            Value argument,
            Value result,
            Outcome outcome,
            long invoke,
            long end) {
        return new Operation(number, number, 0, function, key, argument, result, outcome, invoke, end);
    }
}
