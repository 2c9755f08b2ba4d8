package dev.suzaku.faults.soak;

/** Where in a program the cuts of a soak come. */
public enum CutMode {
    /** At random times; half of the cuts move one thread on by a random number of instructions first. */
    RANDOM,
    /** One thread is run to its next entry into the runtime and stepped on from there, so that over time every instruction is hit. */
    STEPPED,
    /** At random times, by a process that saves itself (fidelity L0). */
    SELF_SAVED
}
