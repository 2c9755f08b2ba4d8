package dev.suzaku.agent.target;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.TargetException;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.PowerCutter;
import dev.suzaku.faults.Receipt;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.Streams;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** A process under the whole-process-persistence runtime: after a cut it continues from its image. */
public final class PersistentTarget implements Target {

    /** What the program needs beside its items: code, stacks, hash table, buffers. */
    private static final long POOL_EXTRA_MEBIBYTES = 256;

    private static final long EXIT_CODE_NANOS = 2_000_000_000;
    private static final long EXIT_CODE_POLL_NANOS = 1_000_000;

    private final TargetProgram program;
    private final ImagePlace place;
    private final LaunchOptions options;
    private final Path workingDirectory;
    private final Path log;
    private final PowerCutter cutter = new PowerCutter();
    private volatile PersistentProcess process;
    private ImageDirectory image;
    private boolean closed;

    /** @param log where its output goes; its directory also keeps the image of a cut that was not survived */
    public PersistentTarget(RunSpec spec, Path log) {
        this.program = TargetProgram.of(spec);
        this.log = log.toAbsolutePath();
        this.workingDirectory = this.log.getParent();
        this.place = ImagePlace.choose(spec, workingDirectory);
        long poolMebibytes = spec.options().poolMebibytes() > 0
                ? spec.options().poolMebibytes()
                : program.memoryMebibytes() + POOL_EXTRA_MEBIBYTES;
        this.options = new LaunchOptions(poolMebibytes << 20, false, Streams.files(this.log, this.log));
    }

    @Override
    public InetSocketAddress address() {
        return Ports.loopback(program.port());
    }

    @Override
    public synchronized void start() {
        requireOpen();
        try {
            image = ImageDirectory.createEmpty(place.image());
            process = PersistentProcess.start(
                    image, new Program(program.executable(), program.arguments(), workingDirectory), options);
        } catch (ImageException e) {
            throw new TargetException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized Receipt cut(PlannedCut cut) {
        requireOpen();
        try {
            Receipt receipt = cutter.cut(process, image, cut);
            process.close();
            place.keepBeforeRecovery();
            return receipt;
        } catch (ImageException e) {
            throw new CutFailedException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void recover() {
        requireOpen();
        try {
            process = PersistentProcess.resume(image, options);
        } catch (ImageException e) {
            throw new NotRecoveredException(e.getMessage(), e);
        }
    }

    @Override
    public boolean isAlive() {
        PersistentProcess current = process;
        return current != null && current.isAlive();
    }

    @Override
    public String ending() {
        PersistentProcess current = process;
        if (current == null) {
            return "never started";
        }
        return current.isAlive() ? "alive" : exitCode(current) + "; " + LogTail.of(log);
    }

    /** The process around the target passes its exit code on a moment after the target is gone. */
    private static String exitCode(PersistentProcess ended) {
        long deadline = System.nanoTime() + EXIT_CODE_NANOS;
        while (ended.exitCode().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(EXIT_CODE_POLL_NANOS);
        }
        OptionalInt code = ended.exitCode();
        return code.isPresent() ? "exit code " + code.getAsInt() : "exit code unknown";
    }

    @Override
    public String keepEvidence() {
        return place.moveToRunDirectory();
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            PersistentProcess current = process;
            if (current != null) {
                current.close();
            }
        } finally {
            place.remove();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new NotRecoveredException("the target is closed");
        }
    }
}
