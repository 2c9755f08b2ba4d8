package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.CheckException;
import java.util.List;

/** The engines that are built. */
public final class Engines {
    private static final List<Engine> BUILT = List.of(
            new ZonesEngine(),
            new ChainsEngine(),
            new QueueSweepEngine(),
            new StackNestingEngine(),
            new SetEngine(),
            new CounterEngine(),
            new BankTotalEngine(),
            new FrontierEngine(),
            FrontierEngine.RELAX,
            FrontierEngine.DEPTH_FIRST,
            FrontierEngine.EXACT);

    private Engines() {}

    /**
     * The engine for one object's history.
     *
     * @param name {@code auto} for the first that applies
     * @throws CheckException when there is none of that name, or it does not apply
     */
    public static Engine named(String name, KeyHistory history) {
        for (Engine engine : BUILT) {
            boolean automatic = name.equals("auto");
            if (automatic && engine.applies(history)) {
                return new ThenFrontier(engine);
            }
            if (engine.name().equals(name)) {
                if (!engine.applies(history)) {
                    throw new CheckException(
                            "engine " + name + " does not apply to " + KeyHistory.inWords(history.key()) + " of model "
                                    + history.model() + "; auto finds one that does");
                }
                return engine;
            }
        }
        throw unknown(name);
    }

    /** Fails when there is no engine of that name. */
    public static void requireKnown(String name) {
        if (!name.equals("auto")
                && BUILT.stream().noneMatch(engine -> engine.name().equals(name))) {
            throw unknown(name);
        }
    }

    private static CheckException unknown(String name) {
        return new CheckException("unknown engine " + name + "; built are auto, "
                + String.join(", ", BUILT.stream().map(Engine::name).toList()));
    }
}
