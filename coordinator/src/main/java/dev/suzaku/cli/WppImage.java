package dev.suzaku.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.ImageVerification;
import java.nio.file.Path;

/** What `wpp inspect` and `wpp verify` do. */
final class WppImage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WppImage() {}

    static int inspect(Path directory, boolean json) {
        ImageInspection inspection = ImageInspection.of(ImageDirectory.open(directory));
        System.out.println(json ? JSON.valueToTree(inspection).toPrettyString() : text(inspection));
        return ExitCode.PASS;
    }

    private static String text(ImageInspection image) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("state      %s, %d cuts%n", image.state(), image.cuts()));
        text.append(String.format("program    %s in %s%n", image.program(), image.workingDirectory()));
        text.append(String.format(
                "pool       %d MiB at most, %d MiB reserved%n",
                image.poolLimitBytes() >> 20, image.poolReservedBytes() >> 20));
        text.append(String.format("%nmappings%n"));
        image.mappings()
                .forEach(mapping -> text.append(String.format(
                        "  %012x-%012x %s %s%n",
                        mapping.start(), mapping.end(), mapping.protection(), mapping.kind())));
        text.append(String.format("%nfile descriptors%n"));
        image.descriptors()
                .forEach(descriptor -> text.append(String.format(
                        "  %4d %-12s offset %d%s %s%n",
                        descriptor.fd(),
                        descriptor.kind(),
                        descriptor.offset(),
                        descriptor.closeOnExec() ? " close-on-exec" : "",
                        descriptor.path())));
        text.append(String.format("%nthreads%n"));
        image.threads()
                .forEach(thread -> text.append(String.format(
                        "  slot %d tid %d %s %s%s%s%n",
                        thread.slot(),
                        thread.tid(),
                        thread.state(),
                        thread.phase(),
                        thread.call() < 0 ? "" : " in system call " + thread.call(),
                        thread.saved() ? String.format(" rip %x rsp %x", thread.rip(), thread.rsp()) : " not saved")));
        return text.toString().stripTrailing();
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
                                : "a resume would refuse the image:\n  "
                                        + String.join("\n  ", verification.problems()));
        return verification.isResumable() ? ExitCode.PASS : ExitCode.VIOLATION;
    }
}
