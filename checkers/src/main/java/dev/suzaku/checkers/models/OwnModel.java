package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.checkers.specification.Call;
import dev.suzaku.checkers.specification.Specification;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A user's own specification as a model. Nothing that it does is trusted: every step is taken twice, and states are looked
 * at again afterwards. What is found wrong becomes a {@link CheckException} that tells its author.
 *
 * @param <S> the specification's states
 */
public final class OwnModel<S> implements Model {
    /** States of one object after which the specification is taken to have no end. */
    public static final int STATES_MAX = 2_000_000;

    private static final String NOTHING_MORE = "";

    private final String name;
    private final Specification<S> specification;
    private final int statesMax;
    private final RunningStep running = new RunningStep();

    /** @param name the name by which the user knows it */
    public OwnModel(String name, Specification<S> specification) {
        this(name, specification, STATES_MAX);
    }

    /** @param statesMax the most states that one object may have */
    public OwnModel(String name, Specification<S> specification, int statesMax) {
        this.name = name;
        this.specification = specification;
        this.statesMax = statesMax;
    }

    /** Never that of a model which is built in, since no such name has blanks. */
    @Override
    public String name() {
        return "own model " + name;
    }

    /** The step that is being taken now. */
    public RunningStep running() {
        return running;
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        S initial = asked("initial", NOTHING_MORE, specification::initial);
        S again = asked("initial", NOTHING_MORE, specification::initial);
        if (!same(initial, again)) {
            throw fault(
                    "initial",
                    "two initial states are not equal, " + initial + " and " + again
                            + ": the states need equals and hashCode, as records have them");
        }
        return new OwnAutomaton(initial, operations);
    }

    private static Optional<Call> callOf(Operation operation) {
        boolean known = operation.outcome() == Outcome.OK;
        return Optional.of(new Call(
                operation.function(),
                operation.argument(),
                known ? Optional.of(operation.result()) : Optional.empty()));
    }

    private static boolean same(Object one, Object other) {
        return one.equals(other) && other.equals(one) && one.hashCode() == other.hashCode();
    }

    /** What the specification answers; whatever it throws is the user's error. */
    private <T> T asked(String method, Object about, Supplier<T> question) {
        running.begins(method, about);
        try {
            return Objects.requireNonNull(question.get(), "the answer is null");
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw fault(method + " " + about, e.toString());
        } finally {
            running.ends();
        }
    }

    private CheckException fault(String what, String why) {
        return new CheckException("model " + name + ", " + what + ": " + why);
    }

    private final class OwnAutomaton extends InternedAutomaton<S, Call> {
        private final Set<Call> observers = new HashSet<>();
        private int states;

        OwnAutomaton(S initial, List<Operation> operations) {
            super(initial, operations, OwnModel::callOf);
            for (Operation operation : operations) {
                Call call = callOf(operation).orElseThrow();
                if (asked("observes", call, () -> specification.observes(call))) {
                    observers.add(call);
                }
            }
        }

        @Override
        Optional<S> next(S state, Call call) {
            int hash = state.hashCode();
            Optional<S> next = asked("step", call, () -> specification.step(state, call));
            Optional<S> again = asked("step", call, () -> specification.step(state, call));
            if (state.hashCode() != hash) {
                throw fault("step " + call, "it changed the state that it was given: states must be immutable");
            }
            if (next.isPresent() != again.isPresent() || next.isPresent() && !same(next.get(), again.get())) {
                throw fault(
                        "step " + call,
                        "from " + text(state) + " it led to " + shown(next) + " and then to " + shown(again)
                                + ": it must always do the same, and equal states need equals and hashCode");
            }
            if (next.isPresent() && observers.contains(call) && !same(next.get(), state)) {
                throw fault(
                        "step " + call,
                        "observes is true of this call, and yet it led from " + text(state) + " to " + shown(next));
            }
            return next;
        }

        private String shown(Optional<S> state) {
            return state.map(this::text).orElse("no state");
        }

        /** Called for every new state. */
        @Override
        int cellsOf(S state) {
            if (++states > statesMax) {
                throw fault(
                        "states",
                        "one object has more than " + statesMax + " different states, the last " + text(state)
                                + ": if they never end, leave out of the state what no answer depends on");
            }
            return 1;
        }

        @Override
        boolean observes(Call call) {
            return observers.contains(call);
        }

        @Override
        String text(S state) {
            return asked("describe", NOTHING_MORE, () -> specification.describe(state));
        }
    }
}
