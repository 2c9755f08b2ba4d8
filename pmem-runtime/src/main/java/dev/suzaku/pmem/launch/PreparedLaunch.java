package dev.suzaku.pmem.launch;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import dev.suzaku.pmem.system.ChildProcess;
import dev.suzaku.pmem.system.Descriptors;
import dev.suzaku.pmem.system.Environment;
import dev.suzaku.pmem.system.FileActions;
import dev.suzaku.pmem.system.Linux;
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
public final class PreparedLaunch implements AutoCloseable {
    /** Where suzaku-init finds its ends of the two pipes; see launcher.h. */
    private static final int CONTROLLER_FD = 3;

    private static final int REPORT_FD = 4;
    private static final int REPORT_BYTES_MAX = 64;

    /** Without what would change the runtime itself, which is free-standing. */
    private static final Environment ENVIRONMENT = Environment.without(Set.of("LD_PRELOAD", "LD_AUDIT"));

    private final ImageDirectory image;
    private final LaunchOptions options;
    private final Descriptors descriptors;
    private final int controller;
    private final int report;
    private final ChildProcess init;
    private boolean ordered;
    private boolean started;

    private PreparedLaunch(
            ImageDirectory image,
            LaunchOptions options,
            Descriptors descriptors,
            List<String> command,
            Optional<Path> workingDirectory)
            throws IOException {
        this.image = image;
        this.options = options;
        this.descriptors = descriptors;
        Descriptors.Pipe orders = descriptors.pipe();
        Descriptors.Pipe answer = descriptors.pipe();
        this.controller = orders.writeEnd();
        this.report = answer.readEnd();
        try (FileActions actions = new FileActions();
                Descriptors files = new Descriptors()) {
            direct(actions, files, options.streams());
            workingDirectory.ifPresent(actions::enter);
            actions.copy(orders.readEnd(), CONTROLLER_FD).copy(answer.writeEnd(), REPORT_FD);
            this.init = ChildProcess.start(words(image, options, command), actions, ENVIRONMENT);
        }
        descriptors.close(orders.readEnd());
        descriptors.close(answer.writeEnd());
    }

    /** To start a program, whose file {@link ProgramCheck} has found, in an empty image. */
    public static PreparedLaunch toStart(ImageDirectory image, Program program, Path file, LaunchOptions options) {
        List<String> command = new ArrayList<>();
        command.add("start");
        command.add(image.path().toString());
        command.add(file.toString());
        command.addAll(program.arguments());
        return begin(image, options, command, Optional.of(program.workingDirectory()));
    }

    /** To resume an image. */
    public static PreparedLaunch toResume(ImageDirectory image, LaunchOptions options) {
        return begin(image, options, List.of("resume", image.path().toString()), Optional.empty());
    }

    private static PreparedLaunch begin(
            ImageDirectory image, LaunchOptions options, List<String> command, Optional<Path> workingDirectory) {
        Descriptors descriptors = new Descriptors();
        try {
            return new PreparedLaunch(image, options, descriptors, command, workingDirectory);
        } catch (IOException | IllegalArgumentException e) {
            descriptors.close();
            throw new ImageException("cannot start suzaku-init for " + image + ": " + e.getMessage(), e);
        }
    }

    private static List<String> words(ImageDirectory image, LaunchOptions options, List<String> command) {
        NativePrograms programs = NativePrograms.get();
        List<String> words = new ArrayList<>(
                List.of(programs.init().toString(), "--image", image.path().toString()));
        if (options.detach()) {
            words.add("--detach");
        }
        words.addAll(List.of("--", programs.runtime().toString()));
        words.addAll(command);
        return words;
    }

    /** Opened here and not by the child, which could not say which of them is not there. */
    private static void direct(FileActions actions, Descriptors open, Streams streams) throws IOException {
        if (streams instanceof Streams.Files files) {
            int append = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_APPEND;
            int output = open.file(files.output(), append);
            int error = files.error().equals(files.output()) ? output : open.file(files.error(), append);
            actions.copy(open.file(Path.of("/dev/null"), Linux.O_RDONLY), 0)
                    .copy(output, 1)
                    .copy(error, 2);
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
        ordered = true;
        try {
            Linux.write(controller, line, line.length);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Linux.EPIPE) { // it has ended: then it has no report either
                throw new ImageException("cannot give orders to suzaku-init of " + image + ": " + e.getMessage(), e);
            }
        }
        ProcessIdentity identity = awaitReport();
        started = true;
        return new Launch(init, identity, options.detach() ? -1 : descriptors.release(controller));
    }

    /** Ends suzaku-init, unless {@link #go} has made it start the target. */
    @Override
    public void close() {
        descriptors.close();
        boolean goesOnAlone = ordered && options.detach();
        if (!started && !goesOnAlone) {
            awaitInit();
        }
    }

    /** Init writes "PID START_TICKS" once the target exists; when init ends before, it has said why on standard error. */
    private ProcessIdentity awaitReport() {
        byte[] bytes = new byte[REPORT_BYTES_MAX];
        int length = Linux.read(report, bytes);
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
