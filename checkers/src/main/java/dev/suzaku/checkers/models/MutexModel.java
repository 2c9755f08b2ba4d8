package dev.suzaku.checkers.models;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.List;
import java.util.Optional;

/**
 * A lock that is free or held, no matter by whom. It begins free.
 *
 * <pre>
 *   acquire: anything -> REFUSED          it was held
 *   acquire: anything -> anything else    it was free and is held
 *   release: anything -> REFUSED          it was free
 *   release: anything -> anything else    it was held and is free
 * </pre>
 */
public final class MutexModel implements Model {
    @Override
    public String name() {
        return "mutex";
    }

    @Override
    public Automaton automaton(List<Operation> operations, List<PowerCut> cuts) {
        return new MutexAutomaton(operations);
    }

    private enum MutexCall {
        ACQUIRE(false, true),
        RELEASE(true, false),
        WAS_HELD(true, true),
        WAS_FREE(false, false);

        private final boolean before;
        private final boolean after;

        MutexCall(boolean before, boolean after) {
            this.before = before;
            this.after = after;
        }
    }

    private static Optional<MutexCall> callOf(Operation operation) {
        boolean refused = operation.result().equals(RegisterModel.REFUSED);
        return switch (operation.function()) {
            case "acquire" -> Optional.of(refused ? MutexCall.WAS_HELD : MutexCall.ACQUIRE);
            case "release" -> Optional.of(refused ? MutexCall.WAS_FREE : MutexCall.RELEASE);
            default ->
                throw new CheckException("operation " + operation.index() + ": model mutex has no function "
                        + operation.function() + "; it has acquire and release");
        };
    }

    private static final class MutexAutomaton extends InternedAutomaton<Boolean, MutexCall> {
        MutexAutomaton(List<Operation> operations) {
            super(false, operations, MutexModel::callOf);
        }

        @Override
        Optional<Boolean> next(Boolean held, MutexCall call) {
            return held == call.before ? Optional.of(call.after) : Optional.empty();
        }

        @Override
        boolean observes(MutexCall call) {
            return call.before == call.after;
        }

        @Override
        String text(Boolean held) {
            return held ? "held" : "free";
        }
    }
}
