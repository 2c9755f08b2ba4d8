package dev.suzaku.checkers.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.Answer;
import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.CheckRequest;
import dev.suzaku.checkers.Condition;
import dev.suzaku.checkers.HistoryChecker;
import dev.suzaku.checkers.RandomHistories;
import dev.suzaku.checkers.models.OwnModel;
import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A user's model is asked like one that is built in, and gets no verdict when it is wrong. */
class OwnModelTest {
    private static final long SEED = 20261201;
    private static final int HISTORIES = Integer.getInteger("suzaku.agreement.histories", 400);
    private static final CheckRequest REQUEST =
            new CheckRequest("own", List.of(Condition.DURABLE), 2000, "auto", false);

    /** A first-in-first-out queue, as a user would write it. */
    private static final class OwnQueue implements Specification<List<Value>> {
        @Override
        public List<Value> initial() {
            return List.of();
        }

        @Override
        public Optional<List<Value>> step(List<Value> state, Call call) {
            if (call.function().equals("enqueue")) {
                List<Value> more = new ArrayList<>(state);
                more.add(call.argument());
                return Optional.of(List.copyOf(more));
            }
            Value first = state.isEmpty() ? Value.NOTHING : state.get(0);
            return call.answer().isPresent() && !call.answer().get().equals(first)
                    ? Optional.empty()
                    : Optional.of(state.isEmpty() ? state : state.subList(1, state.size()));
        }
    }

    @Test
    void a_queue_of_ones_own_gets_the_verdicts_of_the_queue_that_is_built_in() {
        Random random = new Random(SEED);
        RandomHistories histories = new RandomHistories(SEED, "queue", 0.2);
        int invalid = 0;
        for (int i = 0; i < HISTORIES; i++) {
            History history = histories.next(1 + random.nextInt(4), 1 + random.nextInt(8), random.nextInt(3));
            Answer builtIn = answer(new HistoryChecker().check(history, CheckRequest.all("queue")));
            Answer own = answer(new HistoryChecker().check(history, new OwnModel<>("q", new OwnQueue()), REQUEST));
            assertThat(own).as("history %d: %s", i, history.operations()).isEqualTo(builtIn);
            invalid += own == Answer.INVALID ? 1 : 0;
        }
        assertThat(invalid).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
    }

    @Test
    void once_a_check_has_ended_nothing_of_the_specification_is_running() {
        OwnModel<?> model = new OwnModel<>("q", new OwnQueue());
        new HistoryChecker().check(new RandomHistories(SEED, "queue", 0).next(3, 8, 1), model, REQUEST);
        assertThat(model.running().stuck(0)).isEmpty();
    }

    private static Answer answer(dev.suzaku.checkers.Verdict verdict) {
        return verdict.answer(Condition.DURABLE);
    }

    /** A specification that is its step. */
    private record Stepping<S>(S initial, BiFunction<S, Call, Optional<S>> stepping) implements Specification<S> {
        @Override
        public Optional<S> step(S state, Call call) {
            return stepping.apply(state, call);
        }
    }

    @Test
    void what_a_model_throws_reaches_its_author() {
        refused(
                new Stepping<>(0, (state, call) -> {
                    throw new IllegalArgumentException("a lamp has no function " + call.function());
                }),
                "model lamp, step push 0",
                "a lamp has no function push");
        refused(new Stepping<>(0, (state, call) -> Optional.of(7 / state)), "/ by zero");
        refused(new Stepping<>(0, OwnModelTest::endless), "StackOverflowError");
        refused(new Stepping<>(0, (state, call) -> null), "the answer is null");
        refused(new Stepping<Integer>(null, (state, call) -> Optional.empty()), "initial", "null");
    }

    private static Optional<Integer> endless(Integer state, Call call) {
        return call.function().isEmpty() ? Optional.of(state) : endless(state + 1, call);
    }

    @Test
    void states_that_are_not_values_are_refused() {
        refused(
                new Specification<Object>() {
                    @Override
                    public Object initial() {
                        return new Object();
                    }

                    @Override
                    public Optional<Object> step(Object state, Call call) {
                        return Optional.of(state);
                    }
                },
                "two initial states are not equal",
                "equals and hashCode");
        refused(new Stepping<>(new int[0], (state, call) -> Optional.of(new int[1])), "equals and hashCode");
        refused(
                new Stepping<>(new ArrayList<Integer>(), (state, call) -> {
                    state.add(1);
                    return Optional.of(state);
                }),
                "it changed the state that it was given");
    }

    @Test
    void a_model_that_is_not_deterministic_is_refused() {
        AtomicInteger steps = new AtomicInteger();
        refused(new Stepping<>(0, (state, call) -> Optional.of(steps.incrementAndGet())), "it led to 1 and then to 2");
        AtomicInteger asked = new AtomicInteger();
        refused(
                new Stepping<>(
                        0, (state, call) -> asked.incrementAndGet() % 2 == 0 ? Optional.of(state) : Optional.empty()),
                "it led to no state and then to 0");
    }

    @Test
    void a_call_that_only_asks_must_not_change_anything() {
        refused(
                new Specification<Integer>() {
                    @Override
                    public Integer initial() {
                        return 0;
                    }

                    @Override
                    public Optional<Integer> step(Integer state, Call call) {
                        return Optional.of(state + 1);
                    }

                    @Override
                    public boolean observes(Call call) {
                        return true;
                    }
                },
                "observes is true of this call");
    }

    @Test
    void states_without_end_are_refused() {
        Specification<Integer> growing = new Stepping<>(0, (state, call) -> Optional.of(state + 1));
        assertThatThrownBy(() -> new HistoryChecker()
                        .check(history(200, Outcome.OK), new OwnModel<>("lamp", growing, 100), REQUEST))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("more than 100 different states");
    }

    @Test
    void a_step_that_never_comes_back_is_refused_when_the_budget_is_over() {
        Specification<Integer> stuck = new Stepping<>(0, (state, call) -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(1_000_000);
            }
            return Optional.empty();
        });
        refused(stuck, "did not come back from step push 0", "within 2000 ms");
    }

    private static void refused(Specification<?> specification, String... reasons) {
        assertThatThrownBy(() -> new HistoryChecker()
                        .check(history(2, Outcome.OK), new OwnModel<>("lamp", specification), REQUEST))
                .isInstanceOf(CheckException.class)
                .hasMessageContainingAll(reasons);
    }

    private static History history(int length, Outcome outcome) {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            operations.add(new Operation(i, 0, 0, "push", "", Value.of(i), Value.NOTHING, outcome, 2L * i, 2L * i + 1));
        }
        return new History(HistoryHeader.of("own", "lamp", 0), operations, List.of(), true);
    }
}
