package dev.suzaku.agent.target;

import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.Receipt;
import java.net.InetSocketAddress;

/**
 * A program under test with the way it persists. {@link #start}, {@link #cut} and {@link #recover} belong to one thread,
 * which must live as long as the program (its end would end the program); {@link #close} may be called by any.
 */
public sealed interface Target extends AutoCloseable permits PlainTarget, PersistentTarget {

    /** Where it listens once started. */
    InetSocketAddress address();

    /**
     * Clean start. Returns when the process exists; that it answers is for the caller to find out.
     *
     * @throws dev.suzaku.agent.TargetException when it cannot be started as asked
     */
    void start();

    /**
     * Cuts the power: the process is gone when this returns. An incomplete receipt says that the cut cannot be vouched for.
     *
     * @throws CutFailedException when there is no receipt at all
     */
    Receipt cut(PlannedCut cut);

    /**
     * Brings it back after a cut. Returns when the new process exists.
     *
     * @throws NotRecoveredException when there is none
     */
    void recover();

    boolean isAlive();

    /** How it ended and what it last said, in words; for findings. */
    String ending();

    /**
     * Keeps, in the run directory, the image that the latest cut left, so that its recovery can be repeated.
     *
     * @return where it is; empty when this target has no image
     */
    String keepEvidence();

    /** Ends the process; nothing of it is left. Idempotent; a waiting start, cut or recover fails. */
    @Override
    void close();
}
