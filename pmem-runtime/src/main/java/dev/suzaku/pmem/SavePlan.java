package dev.suzaku.pmem;

import dev.suzaku.pmem.image.Tables;
import java.util.Optional;

/**
 * How a save goes.
 *
 * @param torn where the save is cut short, as when the power supply's hold-up time is over; a torn image is not sealed and a resume
 *     refuses it
 * @param tamper changes the saved image before it is sealed; for planted bugs
 */
public record SavePlan(Optional<Torn> torn, Optional<Tamper> tamper) {
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
        return new SavePlan(Optional.empty(), Optional.empty());
    }

    /** The save ends after this many threads and bytes. */
    public static SavePlan torn(int threads, int bytes) {
        return new SavePlan(Optional.of(new Torn(threads, bytes)), Optional.empty());
    }

    /** Everything is saved, then tampered with, then sealed. */
    public static SavePlan tampered(Tamper tamper) {
        return new SavePlan(Optional.empty(), Optional.of(tamper));
    }
}
