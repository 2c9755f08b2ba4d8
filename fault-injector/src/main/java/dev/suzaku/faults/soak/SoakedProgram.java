package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;

/** One program under soak, from its clean start to its end: what to run, and whether it is right. */
interface SoakedProgram extends AutoCloseable {
    Program program();

    /** Work done so far as an observer sees it; a soak waits until it grows after a recovery. Constant when nobody outside sees it. */
    default long progress() {
        return 0;
    }

    /**
     * Called after every recovery, and often.
     *
     * @throws SoakFailure when an answer of the program was wrong
     */
    default void check() {}

    /** Whether its start is over, as its image shows: from then on it should not need more and more of anything. */
    boolean isUnderWay(ImageCensus census);

    /** Whether it comes to an end by itself: then the soak waits for that after the last cut. */
    boolean ends();

    /**
     * Judges it at its end, or while it still runs when it has none.
     *
     * @param exitCode what it ended with; 0 when it has no end
     * @throws SoakFailure when it is wrong
     */
    void judge(int exitCode);

    @Override
    void close();
}
