package dev.suzaku.agent;

/** The states of a {@link RunMachine}; its class comment draws the transitions. */
public enum RunState {
    PLANNED,
    STARTING,
    LOADING,
    CUTTING,
    RECOVERING,
    AUDITING,
    CLOSING,
    DONE
}
