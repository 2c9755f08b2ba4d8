package dev.suzaku.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When and how the power goes, as a pure function of a seed.
 *
 * @param seed the plan's seed: equal plans give equal cuts
 * @param fidelity how real the cuts are
 * @param cuts number of cuts, 0 to 100,000
 * @param operationsBetweenMin least number of completed client operations between two cuts, at least 1
 * @param operationsBetweenMax largest number, at least the least
 * @param bug what to plant into the image of every cut
 */
public record CutPlan(
        long seed, Fidelity fidelity, int cuts, long operationsBetweenMin, long operationsBetweenMax, PlantedBug bug) {

    private static final int CUTS_MAX = 100_000;
    private static final long EXTRA_DELAY_MICROS_MAX = 2_000;

    public CutPlan {
        if (cuts < 0 || cuts > CUTS_MAX) {
            throw new IllegalArgumentException("cuts must be 0 to " + CUTS_MAX + ", is " + cuts);
        }
        if (operationsBetweenMin < 1 || operationsBetweenMax < operationsBetweenMin) {
            throw new IllegalArgumentException("operations between cuts must satisfy 1 <= min <= max, are "
                    + operationsBetweenMin + " to " + operationsBetweenMax);
        }
    }

    /** The planned cuts in order; the same list for the same plan. */
    public List<PlannedCut> planned() {
        SplittableRandom random = new SplittableRandom(seed);
        List<PlannedCut> planned = new ArrayList<>(cuts);
        for (int index = 0; index < cuts; index++) {
            long after = random.nextLong(operationsBetweenMin, operationsBetweenMax + 1);
            long delay = random.nextLong(EXTRA_DELAY_MICROS_MAX + 1);
            planned.add(new PlannedCut(index, fidelity, after, delay, random.nextLong(), bug));
        }
        return List.copyOf(planned);
    }
}
