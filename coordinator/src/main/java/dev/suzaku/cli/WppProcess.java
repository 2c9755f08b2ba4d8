package dev.suzaku.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.PlantedBug;
import dev.suzaku.faults.PowerCutter;
import dev.suzaku.faults.Receipt;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.image.ImageState;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What `wpp run`, `resume` and `cut` do. */
final class WppProcess {
    private static final Set<ImageState> RECOVERED = EnumSet.of(ImageState.RUNNING, ImageState.ENDED);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private WppProcess() {}

    /** @return the program's exit code, or 0 at once when it is detached */
    static int run(Path directory, long poolBytes, boolean detach, List<String> command) throws InterruptedException {
        Program program = new Program(
                Path.of(command.get(0)),
                command.subList(1, command.size()),
                Path.of("").toAbsolutePath());
        LaunchOptions options = options(directory, detach).withPoolBytes(poolBytes);
        ImageDirectory image = ImageDirectory.createEmpty(directory);
        return follow(PersistentProcess.start(image, program, options), detach);
    }

    /** @return as {@link #run} */
    static int resume(Path directory, boolean detach) throws InterruptedException {
        ImageDirectory image = ImageDirectory.open(directory);
        return follow(PersistentProcess.resume(image, options(directory, detach)), detach);
    }

    private static int follow(PersistentProcess started, boolean detach) throws InterruptedException {
        try (PersistentProcess process = started) {
            if (detach) {
                awaitRecovery(process);
                System.err.println("process " + process.pid());
                return ExitCode.PASS;
            }
            try (Foreground foreground = new Foreground(process)) {
                return process.waitFor();
            }
        }
    }

    /** Until the program's own instructions run again, which is at once for one that only starts. */
    private static void awaitRecovery(PersistentProcess process) {
        while (!RECOVERED.contains(process.imageState()) && process.isAlive()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        if (!RECOVERED.contains(process.imageState())) {
            throw new BadInputException(
                    "the recovery failed; the last line of " + process.image().path() + ".err says why");
        }
    }

    /** A detached program must not hold this terminal: its output goes beside the image, whose directory holds nothing foreign. */
    private static LaunchOptions options(Path directory, boolean detach) {
        LaunchOptions options = LaunchOptions.defaults().withDetach(detach);
        if (!detach) {
            return options;
        }
        Path image = directory.toAbsolutePath().normalize();
        return options.withStreams(Streams.files(ownFile(image, ".out"), ownFile(image, ".err")));
    }

    /** A file beside the image that is this user's alone: the directory around may be everybody's, as /dev/shm is. */
    private static Path ownFile(Path image, String suffix) {
        Path file = image.resolveSibling(image.getFileName() + suffix);
        Set<OpenOption> once = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel opened = Files.newByteChannel(
                file, once, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            return file;
        } catch (IOException e) {
            throw new BadInputException("cannot write to " + file + ", which must not be a symbolic link: " + e);
        }
    }

    /** @return 0, or 2 when the receipt is not complete */
    static int cut(Path directory, String level, boolean json) {
        Fidelity fidelity = Fidelity.ofId(level)
                .orElseThrow(() ->
                        new BadInputException("--fidelity must be L0, L1, L1-torn or L1-lossy, not '" + level + "'"));
        ImageDirectory image = ImageDirectory.open(directory);
        try (PersistentProcess process = PersistentProcess.attach(image)) {
            Receipt receipt = cut(process, fidelity);
            JsonNode object = new ObjectMapper().valueToTree(receipt);
            System.out.println(json ? object.toPrettyString() : text(object));
            return receipt.complete() ? ExitCode.PASS : ExitCode.INCONCLUSIVE;
        }
    }

    static Receipt cut(PersistentProcess process, Fidelity fidelity) {
        ImageDirectory image = process.image();
        long seed = new SecureRandom().nextLong() & CampaignSession.SEED_MAX;
        int cuts = ImageInspection.of(image).cuts();
        return new PowerCutter().cut(process, image, new PlannedCut(cuts, fidelity, 0, 0, seed, PlantedBug.NONE));
    }

    private static String text(JsonNode receipt) {
        return receipt.properties().stream()
                .filter(field -> !field.getValue().asText().isEmpty()) // a note only where there is something to say
                .map(field ->
                        "%-22s %s".formatted(field.getKey(), field.getValue().asText()))
                .collect(Collectors.joining("\n"));
    }
}
