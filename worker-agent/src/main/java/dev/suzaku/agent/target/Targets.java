package dev.suzaku.agent.target;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.TargetException;
import java.nio.file.Path;

/** Chooses the target of a run. */
public final class Targets {

    private Targets() {}

    /**
     * Makes the target without starting it.
     *
     * @param log where its output goes
     * @throws TargetException when it cannot be run as asked
     */
    public static Target open(RunSpec spec, Path log) {
        return switch (spec.persistence()) {
            case RunSpec.NONE -> new PlainTarget(spec, log);
            case RunSpec.WPP -> new PersistentTarget(spec, log);
            default -> throw new TargetException("persistence " + spec.persistence() + " cannot be run here");
        };
    }
}
