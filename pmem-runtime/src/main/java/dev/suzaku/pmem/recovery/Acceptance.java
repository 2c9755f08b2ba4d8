package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.image.EndingSignal;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.StructureCheck;
import dev.suzaku.pmem.image.Tables;
import java.util.Optional;

/** Whether this machine and this build may resume an image. Reads only. */
public final class Acceptance {
    private static final int KERNEL_RELEASE = Layout.number("image_header.kernel_release");
    private static final int KERNEL_RELEASE_BYTES = Layout.number("KERNEL_RELEASE_BYTES");

    private Acceptance() {}

    /**
     * Why the image must be refused, in one line; empty when it is accepted.
     *
     * @param tables the image's tables
     * @param machine the machine and the runtime that would resume it
     */
    public static Optional<String> refusal(Tables tables, Machine machine) {
        try {
            return state(tables).or(() -> origin(tables, machine)).or(() -> damage(tables));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            return Optional.of("the image is damaged: " + e.getMessage());
        }
    }

    private static Optional<String> state(Tables tables) {
        return switch (tables.state()) {
            case EMPTY -> Optional.of("the image is empty: no program has started in it");
            case RUNNING ->
                Optional.of("the image is torn: its process ended, but the registers were not saved completely");
            case ENDED ->
                Optional.of("the program has ended by itself with exit code " + tables.headerNumber("exit_code"));
            case KILLED ->
                EndingSignal.of(tables)
                        .map(signal -> "the program was ended by " + signal
                                + ", not by a cut: its registers were not saved, so this image cannot be resumed");
            case CUT, RECOVERING -> Optional.empty();
        };
    }

    private static Optional<String> origin(Tables tables, Machine machine) {
        if (tables.headerWord("runtime_build") != machine.runtimeBuild()) {
            return Optional.of("the image belongs to another build of the runtime");
        }
        String release = tables.text(KERNEL_RELEASE, KERNEL_RELEASE_BYTES);
        if (!release.equals(machine.kernelRelease())) {
            return Optional.of("the image belongs to kernel " + release + ", this is " + machine.kernelRelease());
        }
        long missing = tables.headerWord("xstate_features") & ~machine.xstateFeatures();
        if (missing != 0) {
            return Optional.of(
                    "the image uses processor state that this machine lacks: features 0x" + Long.toHexString(missing));
        }
        return instructions(tables, machine);
    }

    private static Optional<String> instructions(Tables tables, Machine machine) {
        int offset = Layout.number("image_header.cpu_features");
        for (int i = 0; i < machine.cpuFeatures().size(); i++) {
            int missing = tables.half(offset + i * Integer.BYTES)
                    & ~machine.cpuFeatures().get(i);
            if (missing != 0) {
                return Optional.of("the image may use instructions that this processor lacks: word " + i
                        + " of its features, bits 0x" + Integer.toHexString(missing));
            }
        }
        return Optional.empty();
    }

    /** Sealed or not, what the runtime uses as an index must be one. */
    private static Optional<String> damage(Tables tables) {
        return (Seal.isSealed(tables) ? Seal.damage(tables) : Optional.<String>empty())
                .or(() -> StructureCheck.problem(tables))
                .map(reason -> "the image is damaged: " + reason);
    }
}
