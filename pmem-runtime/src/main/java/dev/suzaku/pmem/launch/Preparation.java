package dev.suzaku.pmem.launch;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.system.ChildProcess;
import dev.suzaku.pmem.system.Environment;
import dev.suzaku.pmem.system.FileActions;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.system.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A launch under way: suzaku-init locks the image and makes the namespaces while the controller looks at the image; {@link #go} makes it
 * start the target, {@link #close} without it makes it end. Until then nothing in the image has changed. Not thread-safe.
 */
public final class Preparation implements AutoCloseable {
    /** Where suzaku-init finds its ends of the two pipes; see launcher.h. */
    private static final int CONTROLLER_FD = 3;

    private static final int REPORT_FD = 4;
    private static final int REPORT_BYTES_MAX = 64;

    /** Without what would change the runtime itself, which is free-standing. */
    private static final Environment ENVIRONMENT = Environment.without(Set.of("LD_PRELOAD", "LD_AUDIT"));

    private final ImageDirectory image;
    private final LaunchOptions options;
    private final Pipe controller;
    private final Pipe report;
    private final ChildProcess init;
    private boolean gone;

    private Preparation(ImageDirectory image, LaunchOptions options, Pipe controller, Pipe report, ChildProcess init) {
        this.image = image;
        this.options = options;
        this.controller = controller;
        this.report = report;
        this.init = init;
    }

    /** To start a program, whose file {@link ProgramCheck} has found, in an empty image. */
    public static Preparation toStart(ImageDirectory image, Program program, Path file, LaunchOptions options) {
        List<String> command = new ArrayList<>();
        command.add("start");
        command.add(image.path().toString());
        command.add(file.toString());
        command.addAll(program.arguments());
        return begin(image, options, command, Optional.of(program.workingDirectory()));
    }

    /** To resume an image. */
    public static Preparation toResume(ImageDirectory image, LaunchOptions options) {
        return begin(image, options, List.of("resume", image.path().toString()), Optional.empty());
    }

    private static Preparation begin(
            ImageDirectory image, LaunchOptions options, List<String> command, Optional<Path> workingDirectory) {
        NativePrograms programs = NativePrograms.get();
        List<String> words = new ArrayList<>(
                List.of(programs.init().toString(), "--image", image.path().toString()));
        if (options.detach()) {
            words.add("--detach");
        }
        words.addAll(List.of("--", programs.runtime().toString()));
        words.addAll(command);
        Pipe controller = new Pipe();
        Pipe report = new Pipe();
        if (report.writeEnd() == CONTROLLER_FD) {
            throw new IllegalStateException("descriptor 3 of this JVM was closed while a pipe was made");
        }
        try (FileActions actions = new FileActions()) {
            direct(actions, options.streams());
            workingDirectory.ifPresent(actions::enter);
            actions.copy(controller.readEnd(), CONTROLLER_FD).copy(report.writeEnd(), REPORT_FD);
            ChildProcess init = ChildProcess.start(words, actions, ENVIRONMENT);
            controller.closeReadEnd();
            report.closeWriteEnd();
            return new Preparation(image, options, controller, report, init);
        } catch (IOException e) {
            controller.close();
            report.close();
            throw new ImageException("cannot start suzaku-init for " + image + ": " + e.getMessage(), e);
        }
    }

    private static void direct(FileActions actions, Streams streams) {
        if (streams instanceof Streams.Files files) {
            int append = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_APPEND;
            actions.open(0, Path.of("/dev/null"), Linux.O_RDONLY).open(1, files.output(), append);
            if (files.error().equals(files.output())) {
                actions.copy(1, 2);
            } else {
                actions.open(2, files.error(), append);
            }
        }
    }

    /**
     * Starts the target.
     *
     * @param tid its process id in its namespace, from 2 on
     * @param clocks those it goes on with
     * @throws ImageException when suzaku-init cannot; its standard error says why
     */
    public Launch go(int tid, ClockOffsets clocks) {
        String orders = clocks.equals(ClockOffsets.own())
                ? tid + "\n"
                : tid + " " + clocks.monotonicNanos() + " " + clocks.boottimeNanos() + "\n";
        byte[] line = orders.getBytes(StandardCharsets.US_ASCII);
        try {
            Linux.write(controller.writeEnd(), line, line.length);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Linux.EPIPE) { // it has ended: it has no report either
                throw e;
            }
        }
        ProcessIdentity identity = awaitReport();
        gone = true;
        return new Launch(init, identity, options.detach() ? -1 : controller.releaseWriteEnd());
    }

    /** Ends suzaku-init, unless {@link #go} has made it start the target. */
    @Override
    public void close() {
        controller.close();
        report.close();
        if (!gone) {
            awaitInit();
        }
    }

    /** Init writes "PID START_TICKS" once the target exists; when init ends before, it has said why on standard error. */
    private ProcessIdentity awaitReport() {
        byte[] bytes = new byte[REPORT_BYTES_MAX];
        int length = (int) Linux.read(report.readEnd(), bytes, bytes.length);
        if (length == 0) {
            throw new ImageException("cannot start a process in " + image + ": suzaku-init ended with exit code "
                    + awaitInit() + ", its standard error says why");
        }
        String[] words =
                new String(bytes, 0, length, StandardCharsets.US_ASCII).strip().split(" ");
        return new ProcessIdentity(Integer.parseInt(words[0]), Long.parseLong(words[1]), init.pid());
    }

    private int awaitInit() {
        boolean interrupted = Thread.interrupted();
        try {
            return init.waitFor();
        } catch (InterruptedException e) {
            interrupted = true;
            return awaitInit();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
