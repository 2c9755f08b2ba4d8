package dev.suzaku.agent;

import dev.suzaku.faults.CutPlan;

/**
 * One run: one target, one workload, one cut plan, one seed. Immutable; equal specs plan equal runs.
 *
 * @param campaign name of the campaign the run belongs to
 * @param run id of the run, unique in its campaign
 * @param target what to run; {@value #MEMCACHED} is the only target so far
 * @param persistence how it persists: {@value #WPP} (whole-process persistence) or {@value #NONE} (started again empty)
 * @param workload what the clients do
 * @param cuts when and how the power goes
 * @param seed decides keys, values, operations, planted reads; the cut plan carries its own
 * @param control what this run plants and must be found, empty when it is no control
 * @param staleReadOneIn one read in this many is answered with an older value at the client; 0: never
 * @param options how the target is started
 * @param limits how long to wait for what
 */
public record RunSpec(
        String campaign,
        String run,
        String target,
        String persistence,
        Workload workload,
        CutPlan cuts,
        long seed,
        String control,
        long staleReadOneIn,
        TargetOptions options,
        Limits limits) {

    /** Debian's memcached. */
    public static final String MEMCACHED = "memcached";
    /** Persistence by the whole-process-persistence runtime. */
    public static final String WPP = "wpp";
    /** No persistence: a plain process, started again after the cut. */
    public static final String NONE = "none";

    public RunSpec {
        if (!MEMCACHED.equals(target)) {
            throw new IllegalArgumentException("unknown target '" + target + "', known: " + MEMCACHED);
        }
        if (!WPP.equals(persistence) && !NONE.equals(persistence)) {
            throw new IllegalArgumentException(
                    "unknown persistence '" + persistence + "', known: " + WPP + ", " + NONE);
        }
        if (staleReadOneIn < 0) {
            throw new IllegalArgumentException("staleReadOneIn must not be negative, is " + staleReadOneIn);
        }
    }

    /** A run with the default options and limits. */
    public static RunSpec of(
            String campaign,
            String run,
            String target,
            String persistence,
            Workload workload,
            CutPlan cuts,
            long seed,
            String control,
            long staleReadOneIn) {
        return new RunSpec(
                campaign,
                run,
                target,
                persistence,
                workload,
                cuts,
                seed,
                control,
                staleReadOneIn,
                TargetOptions.defaults(),
                Limits.defaults());
    }
}
