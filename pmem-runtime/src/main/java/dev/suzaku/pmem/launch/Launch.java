package dev.suzaku.pmem.launch;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.system.Linux;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A target process just launched by suzaku-init.
 *
 * @param init the native init, a child of this JVM; its exit code is the target's
 * @param identity the target
 * @param lifetime descriptor of the FIFO whose end tells init that this JVM is dead; -1 when detached
 */
public record Launch(Process init, ProcessIdentity identity, int lifetime) {
    private static final int POLL_MILLIS = 20;
    private static final int REPORT_BYTES_MAX = 64;

    /** Starts a program, whose file {@link ProgramCheck} has found, in an empty image. */
    public static Launch start(ImageDirectory image, Program program, Path file, LaunchOptions options) {
        List<String> command = new ArrayList<>();
        command.add("start");
        command.add(image.path().toString());
        command.add(file.toString());
        command.addAll(program.arguments());
        return launch(image, command, 2, ClockOffsets.own(), options, Optional.of(program.workingDirectory()));
    }

    /** Resumes an image whose fix-ups are complete; tid is the program's process id in its namespace, clocks are those it goes on with. */
    public static Launch resume(ImageDirectory image, int tid, ClockOffsets clocks, LaunchOptions options) {
        return launch(image, List.of("resume", image.path().toString()), tid, clocks, options, Optional.empty());
    }

    private static Launch launch(
            ImageDirectory image,
            List<String> command,
            int tid,
            ClockOffsets clocks,
            LaunchOptions options,
            Optional<Path> workingDirectory) {
        NativePrograms programs = NativePrograms.get();
        try (LaunchFifo report = LaunchFifo.make(programs.directory());
                LaunchFifo alive = LaunchFifo.make(programs.directory())) {
            List<String> words = new ArrayList<>(
                    List.of(programs.init().toString(), "--image", image.path().toString()));
            words.addAll(List.of("--report", report.path().toString(), "--tid", Integer.toString(tid)));
            words.addAll(
                    options.detach()
                            ? List.of("--detach")
                            : List.of("--lifetime", alive.path().toString()));
            if (!clocks.equals(ClockOffsets.own())) {
                words.addAll(List.of("--monotonic", Long.toString(clocks.monotonicNanos())));
                words.addAll(List.of("--boottime", Long.toString(clocks.boottimeNanos())));
            }
            words.add("--");
            words.add(programs.runtime().toString());
            words.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(words);
            workingDirectory.ifPresent(directory -> builder.directory(directory.toFile()));
            builder.environment().keySet().removeAll(List.of("LD_PRELOAD", "LD_AUDIT"));
            direct(builder, options.streams());
            Process init = builder.start();
            ProcessIdentity identity = awaitReport(init, report.fd(), image);
            return new Launch(init, identity, options.detach() ? -1 : alive.release());
        } catch (IOException | LastErrorException e) {
            throw new ImageException("cannot start suzaku-init for " + image + ": " + e.getMessage(), e);
        }
    }

    private static void direct(ProcessBuilder builder, Streams streams) {
        if (streams instanceof Streams.Files files) {
            builder.redirectInput(new File("/dev/null"));
            builder.redirectOutput(
                    ProcessBuilder.Redirect.appendTo(files.output().toFile()));
            if (files.error().equals(files.output())) {
                builder.redirectErrorStream(true);
            } else {
                builder.redirectError(
                        ProcessBuilder.Redirect.appendTo(files.error().toFile()));
            }
        } else {
            builder.inheritIO();
        }
    }

    /** Init writes "PID START_TICKS" once the target exists; when init ends first, it has said why on standard error. */
    private static ProcessIdentity awaitReport(Process init, int fd, ImageDirectory image) {
        while (!Linux.awaitReadable(fd, POLL_MILLIS)) {
            if (!init.isAlive()) {
                throw new ImageException("cannot start a process in " + image + ": suzaku-init ended with exit code "
                        + init.exitValue() + ", its standard error says why");
            }
        }
        byte[] bytes = new byte[REPORT_BYTES_MAX];
        int length = (int) Linux.read(fd, bytes, bytes.length);
        String[] words =
                new String(bytes, 0, length, StandardCharsets.US_ASCII).strip().split(" ");
        return new ProcessIdentity(Integer.parseInt(words[0]), Long.parseLong(words[1]), (int) init.pid());
    }
}
