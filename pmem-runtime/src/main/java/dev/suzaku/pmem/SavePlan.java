package dev.suzaku.pmem;

import dev.suzaku.pmem.image.Tables;
import java.util.Optional;

/**
 * How a save goes.
 *
 * @param torn where the save is cut short, as when the power supply's hold-up time is over; a torn image is not sealed and a resume
 *     refuses it
 * @param tamper changes the saved image before it is sealed; for planted bugs
 * @param discardResults whether a thread at the end of a system call is saved as if the kernel had not answered yet: its work is done,
 *     but nobody knows
 */
public record SavePlan(Optional<Torn> torn, Optional<Tamper> tamper, boolean discardResults) {
    /**
     * The save ends inside a thread's record.
     *
     * @param threads threads saved completely, 0 or more; more than there are means the save ends just before the seal
     * @param bytes bytes of the next thread's record that still reach the image
     */
    public record Torn(int threads, int bytes) {
        public Torn {
            if (threads < 0 || bytes < 0) {
                throw new IllegalArgumentException("a torn save needs threads, bytes >= 0: " + threads + ", " + bytes);
            }
        }
    }

    /** Changes the tables after the save and before the seal. */
    @FunctionalInterface
    public interface Tamper {
        void apply(Tables tables, java.util.List<FrozenThread> threads);
    }

    /** Everything is saved and sealed. */
    public static SavePlan complete() {
        return new SavePlan(Optional.empty(), Optional.empty(), false);
    }

    /** Everything is saved and sealed; answers of the kernel that have not reached the program are not. */
    public static SavePlan resultsDiscarded() {
        return new SavePlan(Optional.empty(), Optional.empty(), true);
    }

    /** The save ends after this many threads and bytes. */
    public static SavePlan torn(int threads, int bytes) {
        return new SavePlan(Optional.of(new Torn(threads, bytes)), Optional.empty(), false);
    }

    /** Everything is saved, then tampered with, then sealed. */
    public static SavePlan tampered(Tamper tamper) {
        return new SavePlan(Optional.empty(), Optional.of(tamper), false);
    }
}
