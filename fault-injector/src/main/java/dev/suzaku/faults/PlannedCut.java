package dev.suzaku.faults;

/**
 * One cut of a plan.
 *
 * @param index 0-based position in the plan; the cut ends the epoch of the same number
 * @param fidelity how real the cut is
 * @param afterOperations client operations to complete since the previous cut (or the start) before this one
 * @param extraDelayMicros delay after that, in microseconds, so that cuts do not follow the rhythm of the workload
 * @param seed decides everything random about this cut (victims, truncation, reverted lines)
 * @param bug what to plant into the image
 */
public record PlannedCut(
        int index, Fidelity fidelity, long afterOperations, long extraDelayMicros, long seed, PlantedBug bug) {}
