package dev.suzaku.faults;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** How real a power cut is; the levels and what each of them loses are defined in the manual's page on power cuts. */
public enum Fidelity {
    /** The process saves its own registers when a signal tells it to, and exits. */
    L0("L0"),
    /** Freeze all threads from outside, save their registers, kill. */
    L1("L1"),
    /** As L1, but the saving of registers is cut short. */
    L1_TORN("L1-torn"),
    /** As L1, but some acknowledged memory is reverted: a control, it must be found. */
    L1_LOSSY("L1-lossy");

    private final String id;

    Fidelity(String id) {
        this.id = id;
    }

    /** The name used in campaign files, reports and on the command line. */
    @JsonValue
    public String id() {
        return id;
    }

    @JsonCreator
    static Fidelity fromJson(String id) {
        return ofId(id).orElseThrow(() -> new IllegalArgumentException("no fidelity '" + id + "'"));
    }

    /** The level with this {@link #id()}, if there is one. */
    public static Optional<Fidelity> ofId(String id) {
        for (Fidelity fidelity : values()) {
            if (fidelity.id.equals(id)) {
                return Optional.of(fidelity);
            }
        }
        return Optional.empty();
    }
}
