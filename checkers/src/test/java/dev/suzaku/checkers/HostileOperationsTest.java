package dev.suzaku.checkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.models.Models;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of every kind and size in every place: a verdict, or one clear message. */
class HostileOperationsTest {
    private static final long SEED = 20261203;
    private static final int HISTORIES = 150;
    private static final String ALL_NINES = "99999999999999999999999999";
    private static final List<Value> HOSTILE = List.of(
            Value.NOTHING,
            Value.of(Long.MAX_VALUE),
            Value.of(Long.MIN_VALUE),
            Value.of(0),
            Value.of(-1),
            Value.of(""),
            Value.of("nothing"),
            Value.of("REFUSED"),
            Value.of("a value that nobody read"),
            Value.of(ALL_NINES),
            Value.of("-0"),
            Value.of("\0\uffff\ud83d\ude00"),
            Value.of("x".repeat(100_000)),
            Value.sequence(),
            Value.sequence(Value.NOTHING),
            Value.sequence(Value.of(1), Value.of(Long.MAX_VALUE)),
            Value.sequence(Value.of("v"), Value.of(Long.MIN_VALUE)),
            Value.sequence(
                    Value.sequence(Value.of("from"), Value.of(0)),
                    Value.sequence(Value.of("to"), Value.of(1)),
                    Value.sequence(Value.of("amount"), Value.of(Long.MAX_VALUE))),
            Value.sequence(Value.sequence(Value.of("w"), Value.sequence(), Value.NOTHING)),
            Value.sequence(Value.sequence(Value.of("r"), Value.NOTHING, Value.of(ALL_NINES))),
            nested(60));

    private static Value nested(int depth) {
        Value value = Value.of(1);
        for (int i = 0; i < depth; i++) {
            value = Value.sequence(value);
        }
        return value;
    }

    @ParameterizedTest
    @CsvSource({
        "register, read write",
        "cas-register, read write cas",
        "kv, get gets dump set add replace append prepend cas incr decr touch delete flush_all",
        "kv-evicting, get set add cas incr decr touch flush_all",
        "porcupine-kv, get put append",
        "queue, enqueue dequeue",
        "stack, push pop",
        "set, add remove contains read",
        "counter, read add add-and-get inc dec",
        "mutex, acquire release",
        "multi-register, txn read write",
        "bank, transfer read",
        "bank-overdraft, transfer read"
    })
    void hostile_values_get_a_verdict_or_a_message_that_names_the_operation(String model, String functions) {
        Random random = new Random(SEED);
        int verdicts = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = history(random, functions.split(" "), 1 + random.nextInt(4));
            try {
                Verdict verdict = new HistoryChecker().check(history, CheckRequest.all(model));
                assertThat(verdict.conditions()).containsKey(Condition.DURABLE);
                verdicts++;
            } catch (CheckException e) {
                assertThat(e).hasMessageMatching("(?s)(operation \\d+|model bank).*");
            }
        }
        assertThat(verdicts).as("%s, seed %d", model, SEED).isPositive();
    }

    @Test
    void every_model_is_attacked() throws Exception {
        List<String> attacked = List.of(getClass()
                .getDeclaredMethod(
                        "hostile_values_get_a_verdict_or_a_message_that_names_the_operation",
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class)
                .value());
        assertThat(attacked).hasSize(Models.names().split(", ").length);
    }

    private static History history(Random random, String[] functions, int length) {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
            operations.add(new Operation(
                    i,
                    i,
                    0,
                    functions[random.nextInt(functions.length)],
                    random.nextInt(3) == 0 ? "" : "k",
                    any(random),
                    outcome == Outcome.OK ? any(random) : Value.NOTHING,
                    outcome,
                    i,
                    outcome == Outcome.INFO ? Operation.NEVER : i + random.nextInt(3)));
        }
        return new History(HistoryHeader.of("hostile", "", 0), operations, List.of(new PowerCut(0, 1, 1, 2, 2)), true);
    }

    private static Value any(Random random) {
        List<String> answers = List.of("STORED", "DELETED", "TOUCHED", "NOT_FOUND", "OK", "SERVER_ERROR", "true");
        return random.nextInt(3) == 0
                ? Value.of(answers.get(random.nextInt(answers.size())))
                : HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    @Test
    void numbers_wrap_where_the_target_s_do() {
        assertThat(answer(
                        "counter",
                        call("inc", Value.of(Long.MAX_VALUE), Value.of(Long.MAX_VALUE)),
                        inc(Long.MIN_VALUE)))
                .isEqualTo(Answer.VALID);
        assertThat(answer(
                        "counter",
                        call("inc", Value.of(Long.MAX_VALUE), Value.of(Long.MAX_VALUE)),
                        inc(Long.MAX_VALUE)))
                .isEqualTo(Answer.INVALID);
        Operation set = call("set", Value.of("18446744073709551615"), Value.of("STORED"));
        assertThat(answer("kv", set, call("incr", Value.of(1), Value.of(0)))).isEqualTo(Answer.VALID);
        assertThat(answer("kv", set, call("incr", Value.of(1), Value.of("0")))).isEqualTo(Answer.VALID);
        assertThat(answer("kv", set, call("incr", Value.of(1), Value.of(1)))).isEqualTo(Answer.INVALID);
        assertThat(answer("kv", set, call("decr", Value.of(-1), Value.of(0)))).isEqualTo(Answer.VALID);
        Operation tooLarge = call("set", Value.of("18446744073709551616"), Value.of("STORED"));
        assertThat(answer("kv", tooLarge, call("incr", Value.of(1), Value.of(1))))
                .isEqualTo(Answer.INVALID);
    }

    @Test
    void balances_beyond_64_bits_are_refused() {
        Value transfer = Value.sequence(
                Value.sequence(Value.of("from"), Value.of("a")),
                Value.sequence(Value.of("to"), Value.of("b")),
                Value.sequence(Value.of("amount"), Value.of(Long.MAX_VALUE)));
        Value rich = Value.sequence(
                Value.sequence(Value.of("a"), Value.of(Long.MAX_VALUE)), Value.sequence(Value.of("b"), Value.of(1)));
        assertThatThrownBy(() ->
                        answer("bank", call("read", Value.NOTHING, rich), call("transfer", transfer, Value.of("ok"))))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("more than 64 bits");
    }

    private static Operation inc(long result) {
        return call("inc", Value.of(1), Value.of(result));
    }

    private static Operation call(String function, Value argument, Value result) {
        return new Operation(0, 0, 0, function, "k", argument, result, Outcome.OK, 0, 0);
    }

    /** One call after the other. */
    private static Answer answer(String model, Operation... calls) {
        List<Operation> operations = new ArrayList<>();
        for (Operation each : calls) {
            int index = operations.size();
            operations.add(new Operation(
                    index,
                    0,
                    0,
                    each.function(),
                    "k",
                    each.argument(),
                    each.result(),
                    Outcome.OK,
                    2L * index,
                    2L * index + 1));
        }
        History history = new History(HistoryHeader.of("wrap", model, 0), operations, List.of(), true);
        return new HistoryChecker().check(history, CheckRequest.all(model)).answer(Condition.DURABLE);
    }
}
