package dev.suzaku.agent;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/** Carries out one run. The implementation follows; this is the interface others compile against. */
public final class RunMachine {

    private final RunSpec spec;

    /**
     * @param spec what to run
     * @param runDirectory where cuts.jsonl, history.szh, target.log and agent.log go; made when absent
     * @param progress called 5 to 20 times per second by one thread while the run lasts; must return quickly
     */
    public RunMachine(RunSpec spec, Path runDirectory, Consumer<Progress> progress) {
        this.spec = Objects.requireNonNull(spec);
        Objects.requireNonNull(runDirectory);
        Objects.requireNonNull(progress);
    }

    /**
     * Runs to the end in the calling thread's time; when it returns or throws, nothing of the run is left running.
     *
     * @throws TargetException when the target cannot be started as asked (the command line's 254)
     */
    public RunReport run() {
        throw new UnsupportedOperationException("run " + spec.run() + ": not built yet");
    }

    /** Ends the run early; idempotent, from any thread. {@link #run()} then returns a report that is not completed. */
    public void cancel() {
        // nothing runs yet
    }
}
