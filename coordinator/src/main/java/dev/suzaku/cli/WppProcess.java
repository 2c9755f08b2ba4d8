package dev.suzaku.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.JsonNames;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.PlantedBug;
import dev.suzaku.faults.PowerCutter;
import dev.suzaku.faults.Receipt;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.image.EndingSignal;
import dev.suzaku.pmem.image.ImageState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** What `wpp run`, `resume` and `cut` do. */
final class WppProcess {
    private static final Set<ImageState> RECOVERED =
            EnumSet.of(ImageState.RUNNING, ImageState.ENDED, ImageState.KILLED);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private WppProcess() {}

    /** @return the program's exit code, or 0 at once when it is detached */
    static int run(Path directory, long poolBytes, boolean detach, List<String> command) throws InterruptedException {
        ProgramLookup lookup = ProgramLookup.here();
        Program program =
                new Program(lookup.find(command.get(0)), command.subList(1, command.size()), lookup.workingDirectory());
        PersistentProcess process = started(
                directory,
                detach,
                options -> PersistentProcess.start(
                        ImageDirectory.createEmpty(directory), program, options.withPoolBytes(poolBytes)));
        return follow(process, detach);
    }

    /** @return as {@link #run} */
    static int resume(Path directory, boolean detach) throws InterruptedException {
        ImageDirectory image = ImageDirectory.open(directory);
        return follow(started(directory, detach, options -> PersistentProcess.resume(image, options)), detach);
    }

    private static int follow(PersistentProcess started, boolean detach) throws InterruptedException {
        try (PersistentProcess process = started) {
            if (detach) {
                awaitRecovery(process);
                System.err.println("process " + process.pid());
                return saySignal(process).map(EndingSignal::exitCode).orElse(ExitCode.PASS);
            }
            try (Foreground foreground = new Foreground(process)) {
                int code = process.waitFor();
                saySignal(process);
                return code;
            }
        }
    }

    private static Optional<EndingSignal> saySignal(PersistentProcess process) {
        Optional<EndingSignal> signal = process.endingSignal();
        signal.ifPresent(each -> CommandMessage.last("suzaku: the program was ended by " + each
                + ", not by a cut; its image " + process.image() + " cannot be resumed"));
        return signal;
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
    private static PersistentProcess started(
            Path directory, boolean detach, Function<LaunchOptions, PersistentProcess> start) {
        LaunchOptions options = LaunchOptions.defaults().withDetach(detach);
        if (!detach) {
            return start.apply(options);
        }
        Path image = directory.toAbsolutePath().normalize();
        List<OwnFile> files = new ArrayList<>();
        try {
            files.add(OwnFile.beside(image, ".out"));
            files.add(OwnFile.beside(image, ".err"));
            return start.apply(options.withStreams(
                    Streams.files(files.get(0).path(), files.get(1).path())));
        } catch (BadInputException | ImageException e) {
            files.forEach(OwnFile::removeIfNew);
            throw e;
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
            JsonNode object = JsonNames.mapper().valueToTree(receipt);
            System.out.println(json ? object.toPrettyString() : FieldLines.of(object));
            return receipt.complete() ? ExitCode.PASS : ExitCode.INCONCLUSIVE;
        }
    }

    static Receipt cut(PersistentProcess process, Fidelity fidelity) {
        ImageDirectory image = process.image();
        long seed = new SecureRandom().nextLong() & CampaignSession.SEED_MAX;
        int cuts = ImageInspection.of(image).cuts();
        return new PowerCutter().cut(process, image, new PlannedCut(cuts, fidelity, 0, 0, seed, PlantedBug.NONE));
    }
}
