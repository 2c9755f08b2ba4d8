package dev.suzaku.faults.soak;

import java.nio.file.Path;

/**
 * What a soak does.
 *
 * @param program id of the program, one of {@link SoakPrograms#ids}
 * @param cuts power cuts to make, 1 to 10,000,000
 * @param seed decides when and how each cut comes
 * @param mode where the cuts come
 * @param directory where images go while it runs
 */
public record SoakPlan(String program, int cuts, long seed, CutMode mode, Path directory) {
    private static final int CUTS_MAX = 10_000_000;

    public SoakPlan {
        if (cuts < 1 || cuts > CUTS_MAX) {
            throw new IllegalArgumentException("cuts must be 1 to " + CUTS_MAX + ", is " + cuts);
        }
    }

    /** The command that does it again. */
    public String reproduction() {
        return "./suzaku soak --program " + program + " --seed " + seed + " --cuts " + cuts
                + switch (mode) {
                    case RANDOM -> " --random";
                    case STEPPED -> " --stepped";
                    case SELF_SAVED -> " --fidelity L0";
                };
    }
}
