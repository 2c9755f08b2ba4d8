package dev.suzaku.pmem;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.image.EndingSignal;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.launch.Launch;
import dev.suzaku.pmem.launch.PreparedLaunch;
import dev.suzaku.pmem.launch.ProcessIdentity;
import dev.suzaku.pmem.launch.ProgramBuild;
import dev.suzaku.pmem.launch.ProgramCheck;
import dev.suzaku.pmem.launch.ThisMachine;
import dev.suzaku.pmem.recovery.Acceptance;
import dev.suzaku.pmem.recovery.FixUps;
import dev.suzaku.pmem.recovery.PoolFile;
import dev.suzaku.pmem.system.ChildProcess;
import dev.suzaku.pmem.system.Linux;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process whose memory is an image. Thread-safe, except that only one {@link Freeze} may exist at a time. */
public final class PersistentProcess implements AutoCloseable {
    private static final long BEGIN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BEGIN_POLL_NANOS = 100_000;
    private static final long END_TIMEOUT_MILLIS = 10_000;
    private static final long SELF_SAVE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Process id of a program that starts, in its namespace: 1 is taken. */
    private static final int FIRST_TID = 2;

    /** In place of a pidfd: the process was gone before it could be opened. */
    private static final int ENDED = -1;

    private final ImageDirectory image;
    private final MappedTables mapped;
    private final ProcessIdentity identity;
    private final Optional<ChildProcess> init;
    private final boolean detached;
    private final int pidfd;
    private int lifetime;
    private boolean closed;

    private PersistentProcess(
            ImageDirectory image, MappedTables mapped, ProcessIdentity identity, Optional<Launch> launch) {
        this.image = image;
        this.mapped = mapped;
        this.identity = identity;
        this.init = launch.map(Launch::init);
        this.lifetime = launch.map(Launch::lifetime).orElse(-1);
        this.detached = lifetime < 0;
        this.pidfd = openPidfd(identity);
    }

    /**
     * Starts a program in an empty image; returns once its first instruction is about to run.
     *
     * @throws ImageException when the program or the image cannot be used, in one clear line; the image is removed then
     */
    public static PersistentProcess start(ImageDirectory image, Program program, LaunchOptions options) {
        try (ImageLock lock = ImageLock.take(image);
                Opened opened = new Opened(image)) {
            Tables tables = opened.mapped.tables();
            if (tables.state() != ImageState.EMPTY) {
                throw new ImageException("image " + image + " is not empty: it is " + tables.state());
            }
            try {
                image.requireSpace(options.poolBytes());
                tables.setHeaderWord("pool_limit_bytes", options.poolBytes());
                tables.setHeaderWord("runtime_build", ThisMachine.get().runtimeBuild());
                Path file = ProgramCheck.check(program);
                ProgramBuild.note(tables, file);
                PersistentProcess process;
                try (PreparedLaunch preparation = PreparedLaunch.toStart(image, program, file, options)) {
                    process = opened.process(preparation.go(FIRST_TID, ClockOffsets.own()));
                }
                process.awaitBeginning(program);
                return process;
            } catch (ImageException e) {
                image.discard();
                throw e;
            }
        }
    }

    /**
     * Continues the program of a cut image in a new process; returns once that process exists.
     *
     * @throws ImageException when the image is torn, damaged, of another build or machine, or in use; nothing is changed then
     */
    public static PersistentProcess resume(ImageDirectory image, LaunchOptions options) {
        try (ImageLock lock = ImageLock.take(image);
                PreparedLaunch preparation = PreparedLaunch.toResume(image, options);
                Opened opened = new Opened(image);
                PoolFile pool = new PoolFile(image.poolFile())) {
            Tables tables = opened.mapped.tables();
            Acceptance.refusal(tables, ThisMachine.get())
                    .or(() -> ProgramBuild.refusal(tables))
                    .ifPresent(refusal -> {
                        throw new ImageException("cannot resume " + image + ": " + refusal);
                    });
            FixUps.apply(tables, pool);
            return opened.process(preparation.go(tables.headerNumber("main_tid"), ProgramClocks.toGoOn(tables)));
        }
    }

    /**
     * Finds the process that runs in an image, started by this JVM or another.
     *
     * @throws ImageException when none runs
     */
    public static PersistentProcess attach(ImageDirectory image) {
        ProcessIdentity identity = ProcessIdentity.read(image.processFile())
                .filter(ProcessIdentity::isRunning)
                .orElseThrow(() -> new ImageException("no process runs in image " + image));
        try (Opened opened = new Opened(image)) {
            return opened.process(identity, Optional.empty());
        }
    }

    /** Process id as this JVM sees it. */
    public long pid() {
        return identity.pid();
    }

    /** Start time of the process, field 22 of /proc/PID/stat. */
    public long startTimeTicks() {
        return identity.startTimeTicks();
    }

    public ImageDirectory image() {
        return image;
    }

    /** The state in the image's header: RECOVERING until a resumed program runs on. */
    public synchronized ImageState imageState() {
        return mapped.tables().state();
    }

    /** The signal that ended the program; empty while it lives, after a cut, and when it ended by itself. */
    public synchronized Optional<EndingSignal> endingSignal() {
        return EndingSignal.of(mapped.tables());
    }

    public synchronized boolean isAlive() {
        return !closed && pidfd != ENDED && !Linux.awaitReadable(pidfd, 0);
    }

    /** Exit code, 128 + signal when a signal ended it; empty while it lives, and for a process that {@link #attach} found. */
    public OptionalInt exitCode() {
        return init.isPresent() && !init.get().isAlive()
                ? OptionalInt.of(init.get().exitValue())
                : OptionalInt.empty();
    }

    /**
     * Waits for the end of the process and everything around it.
     *
     * @return its exit code, 128 + signal when a signal ended it
     * @throws ImageException when this process was found by {@link #attach}: only its parent learns the code
     */
    public int waitFor() throws InterruptedException {
        return init.orElseThrow(() -> new ImageException("only the starter of process " + pid() + " can wait for it"))
                .waitFor();
    }

    /**
     * Brings all threads to a stand.
     *
     * @throws ImageException when the process has ended
     */
    public Freeze freeze() {
        return Freeze.of(this);
    }

    /**
     * Makes the process save its threads' registers itself and exit: no thread is traced. Afterwards it is gone, and its image is sealed,
     * or torn when a save area is not complete. Only one {@link Freeze} or call of this may be under way.
     *
     * @param tamper changes the image before it is sealed; for planted bugs. It gets no threads
     * @throws ImageException when the program had not begun, ended by itself, or did not stop within 10 s; in the last case it goes on
     */
    public SelfSavedState saveItself(Optional<SavePlan.Tamper> tamper) {
        return saveItself(tamper, SELF_SAVE_TIMEOUT_NANOS);
    }

    /**
     * For cut testers: as above, and looks before the seal whether a resume would refuse the image if a save area were torn.
     *
     * @param tears tried one after another, and undone
     */
    public SelfSavedState saveItself(List<TornArea> tears) {
        return new SelfSave(this, SELF_SAVE_TIMEOUT_NANOS).run(Optional.empty(), tears);
    }

    /** As above with another limit for the threads to stop, in nanoseconds. */
    SelfSavedState saveItself(Optional<SavePlan.Tamper> tamper, long timeoutNanos) {
        return new SelfSave(this, timeoutNanos).run(tamper, List.of());
    }

    /** Kills what is left: the process, its namespaces. A detached process, or one that {@link #attach} found, is left alone. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!detached) {
            Linux.close(lifetime); // the end of the pipe makes init kill everything
            lifetime = -1;
            awaitInit();
        }
        if (pidfd != ENDED) {
            Linux.close(pidfd);
        }
        mapped.close();
    }

    int pidfd() {
        return pidfd;
    }

    Tables tables() {
        return mapped.tables();
    }

    /** Waits until suzaku-init has taken the namespaces down and unlocked the image. */
    void awaitInit() {
        try {
            if (init.isPresent()) {
                if (!init.get().waitFor(END_TIMEOUT_MILLIS)) {
                    throw new ImageException("suzaku-init of process " + pid() + " did not end within 10 s");
                }
            } else {
                awaitForeignInit();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while waiting for the end of process " + pid(), e);
        }
    }

    private void awaitForeignInit() {
        try {
            int fd = Linux.pidfdOpen(identity.initPid());
            try {
                if (!Linux.awaitReadable(fd, END_TIMEOUT_MILLIS)) {
                    throw new ImageException("suzaku-init of process " + pid() + " did not end within 10 s");
                }
            } finally {
                Linux.close(fd);
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Linux.ESRCH) { // gone already
                throw e;
            }
        }
    }

    private void awaitBeginning(Program program) {
        long deadline = System.nanoTime() + BEGIN_TIMEOUT_NANOS;
        while (tables().state() == ImageState.EMPTY) {
            if (!init.orElseThrow().isAlive()) {
                int code = init.get().exitValue();
                close();
                throw new ImageException("cannot run " + program.executable() + " in " + image
                        + ": the runtime ended with exit code " + code + ", its standard error says why");
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new ImageException("cannot run " + program.executable() + ": it did not begin within 60 s");
            }
            LockSupport.parkNanos(BEGIN_POLL_NANOS);
        }
    }

    /** The mapped tables of an image until a process owns them. */
    private static final class Opened implements AutoCloseable {
        private final ImageDirectory image;
        private final MappedTables mapped;
        private boolean owned;

        Opened(ImageDirectory image) {
            this.image = image;
            this.mapped = MappedTables.open(image.tablesFile(), true);
        }

        PersistentProcess process(Launch launch) {
            return process(launch.identity(), Optional.of(launch));
        }

        PersistentProcess process(ProcessIdentity identity, Optional<Launch> launch) {
            PersistentProcess process = new PersistentProcess(image, mapped, identity, launch);
            owned = true;
            return process;
        }

        @Override
        public void close() {
            if (!owned) {
                mapped.close();
            }
        }
    }

    private static int openPidfd(ProcessIdentity identity) {
        try {
            return Linux.pidfdOpen(identity.pid());
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Linux.ESRCH) {
                return ENDED; // a program may be shorter than its start
            }
            throw new ImageException("cannot watch process " + identity.pid() + ": " + e.getMessage(), e);
        }
    }
}
