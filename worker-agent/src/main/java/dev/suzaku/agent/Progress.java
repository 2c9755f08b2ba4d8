package dev.suzaku.agent;

/**
 * How far a run has come; sent 5 to 20 times per second while it runs, and once at its end.
 *
 * @param campaign the run's campaign
 * @param run the run's id
 * @param state what the machine is doing
 * @param operations client operations completed, with whatever outcome
 * @param operationsPlanned expected number at the end (the cut plan's sum, known from the start)
 * @param cutsDone cuts made
 * @param cutsPlanned cuts planned
 * @param elapsedMillis since the run was started
 */
public record Progress(
        String campaign,
        String run,
        RunState state,
        long operations,
        long operationsPlanned,
        int cutsDone,
        int cutsPlanned,
        long elapsedMillis)
        implements AgentMessage {}
