package dev.suzaku.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.faults.JsonNames;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.ImageVerification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** What `wpp inspect` and `wpp verify` do. */
final class WppImage {
    private static final ObjectMapper JSON = JsonNames.mapper();
    private static final String UNSEALED =
            "; a recovery had begun in it, so its structure was checked, but no checksum protects its contents";
    private static final double NANOS = 1e9;
    private static final int REGISTERS_A_LINE = 4;

    private WppImage() {}

    static int inspect(Path directory, boolean json) {
        ImageInspection inspection = ImageInspection.of(ImageDirectory.open(directory));
        System.out.println(json ? JSON.valueToTree(inspection).toPrettyString() : text(inspection));
        return ExitCode.PASS;
    }

    private static String text(ImageInspection image) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "state      %s%s, %s, %d cuts%n",
                image.state(), ending(image), image.sealed() ? "sealed" : "not sealed", image.cuts()));
        text.append(power(image));
        text.append(String.format("program    %s in %s%n", image.program(), image.workingDirectory()));
        text.append(origin(image.origin()));
        text.append(String.format(
                "memory     %s, %d MiB at most, %d MiB reserved%n",
                image.memory(), image.poolLimitBytes() >> 20, image.poolReservedBytes() >> 20));
        text.append(String.format("pages      %s%n", image.pages()));
        text.append(String.format("clocks     %s%n", image.clocks()));
        text.append(String.format("calls      %s%n", image.systemCalls()));
        text.append(String.format("%nmappings%n"));
        image.mappings()
                .forEach(mapping -> text.append(String.format(
                        "  %012x-%012x %s %s%n",
                        mapping.start(), mapping.end(), mapping.protection(), mapping.kind())));
        text.append(String.format("%nfile descriptors%n"));
        image.descriptors()
                .forEach(descriptor -> text.append(String.format(
                        "  %4d %-12s offset %d%s%s %s%n",
                        descriptor.fd(),
                        descriptor.kind(),
                        descriptor.offset(),
                        descriptor.closeOnExec() ? " close-on-exec" : "",
                        descriptor.appends() ? " append" : "",
                        descriptor.path())));
        text.append(String.format("%nthreads%n"));
        image.threads()
                .forEach(thread -> text.append(String.format(
                        "  slot %d tid %d %s %s%s%s%n%s",
                        thread.slot(),
                        thread.tid(),
                        thread.state(),
                        thread.phase(),
                        thread.call() < 0 ? "" : " in system call " + thread.call(),
                        thread.saved() ? "" : " not saved",
                        registers(thread.registers()))));
        return text.toString().stripTrailing();
    }

    private static String ending(ImageInspection image) {
        return switch (image.state()) {
            case "ENDED" -> " with " + image.ending();
            case "KILLED" -> ": ended by " + image.ending() + ", not by a cut; it cannot be resumed";
            default -> "";
        };
    }

    private static String power(ImageInspection image) {
        if (image.power().lastCutWallNanos() == 0) {
            return "";
        }
        Instant last = Instant.EPOCH.plusNanos(image.power().lastCutWallNanos());
        return String.format(
                "last cut   %s, power off for %.3f s then, %.3f s in all%n",
                last, image.power().offNanos() / NANOS, image.power().offTotalNanos() / NANOS);
    }

    private static String origin(ImageInspection.Origin origin) {
        String interpreter = origin.interpreterBuild().isEmpty() ? "static" : "linker " + origin.interpreterBuild();
        return String.format(
                "belongs to %s, %s, kernel %s, %d bytes of processor state, runtime %s, format %d%n",
                origin.programBuild(),
                interpreter,
                origin.kernelRelease(),
                origin.xstateBytes(),
                origin.runtimeBuild(),
                origin.version());
    }

    private static String registers(Map<String, String> registers) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (Map.Entry<String, String> register : registers.entrySet()) {
            text.append(String.format("    %-8s %-18s", register.getKey(), register.getValue()));
            column++;
            if (column % REGISTERS_A_LINE == 0 || column == registers.size()) {
                text.append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    /** @return 0 when a resume would accept the image, else 1 */
    static int verify(Path directory, boolean json) {
        ImageVerification verification = ImageVerification.of(ImageDirectory.open(directory));
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("resumable", verification.isResumable());
        verification.problems().forEach(object.withArray("problems")::add);
        verification.tablesChecksum().ifPresent(checksum -> object.put("tables_checksum", checksum));
        System.out.println(
                json
                        ? object.toPrettyString()
                        : verification.isResumable()
                                ? "a resume would accept the image"
                                        + (verification.tablesChecksum().isPresent() ? "" : UNSEALED)
                                : "a resume would refuse the image:\n  "
                                        + String.join("\n  ", verification.problems()));
        return verification.isResumable() ? ExitCode.PASS : ExitCode.VIOLATION;
    }
}
