package dev.suzaku.pmem;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.launch.ThisMachine;
import dev.suzaku.pmem.recovery.Acceptance;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.trace.Tracer;
import dev.suzaku.pmem.trace.UserRegisters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * All threads of a process standing still. Ends with {@link #thaw}, {@link #kill} or {@link #close} (which thaws, or kills after a save).
 * Not thread-safe.
 */
public final class Freeze implements AutoCloseable {
    private enum State {
        FROZEN,
        SAVED,
        OVER
    }

    private final PersistentProcess process;
    private final Tracer tracer;
    private List<FrozenThread> threads;
    private final long earliestNanos;
    private long latestNanos;
    private State state = State.FROZEN;

    private Freeze(PersistentProcess process, Tracer tracer, long earliestNanos, long latestNanos) {
        this.process = process;
        this.tracer = tracer;
        this.earliestNanos = earliestNanos;
        this.latestNanos = latestNanos;
        this.threads = describe(process.tables(), tracer);
    }

    static Freeze of(PersistentProcess process) {
        long earliest = System.nanoTime();
        process.tables().setHeaderWord("being_cut", 1); // this JVM's end would kill the process too
        Tracer tracer = stop(process);
        long latest = System.nanoTime();
        try {
            return new Freeze(process, tracer, earliest, latest);
        } catch (LastErrorException e) {
            throw new ImageException("process " + process.pid() + " was killed while it was being frozen", e);
        }
    }

    private static Tracer stop(PersistentProcess process) {
        try {
            return Tracer.stop((int) process.pid());
        } catch (ImageException | LastErrorException e) {
            process.tables().setHeaderWord("being_cut", 0);
            throw e;
        }
    }

    /** The threads, in the order of their ids. */
    public List<FrozenThread> threads() {
        return threads;
    }

    /** {@code System.nanoTime()} before the first thread was stopped. */
    public long earliestNanos() {
        return earliestNanos;
    }

    /** {@code System.nanoTime()} after the last thread had come to stand, steps included. */
    public long latestNanos() {
        return latestNanos;
    }

    /** Whether the program has begun and not ended: only then is there something to save. */
    public boolean hasBegun() {
        ImageState imageState = process.tables().state();
        return imageState == ImageState.RUNNING || imageState == ImageState.RECOVERING;
    }

    /**
     * Moves one thread on by a number of instructions while the others stand still, so that a cut can hit it anywhere: a stop by itself
     * finds threads mostly at the end of a system call. {@link #threads} tells where it stands afterwards.
     *
     * @return the instructions executed; fewer than asked when the thread ended, waits in a call, or got a signal
     */
    public int step(FrozenThread thread, int instructions) {
        return stepUntil(thread, instructions, rip -> false);
    }

    /**
     * As {@link #step}, and stops earlier before an instruction that is wanted.
     *
     * @param wanted whether to stop before the instruction at this address; asked after every instruction, on another thread
     */
    public int stepUntil(FrozenThread thread, int instructions, LongPredicate wanted) {
        return move(() -> tracer.stepUntil(thread.tid(), instructions, wanted));
    }

    /**
     * Lets one thread run, while the others stand still, until it enters the runtime by its next system call.
     *
     * @return whether it stands at the runtime's entry now; not when it met something else before, or needed one of the others
     */
    public boolean runToEntry(FrozenThread thread) {
        long entry = Labels.of(process.tables()).entry();
        return move(() -> tracer.runTo(thread.tid(), entry));
    }

    private <T> T move(Supplier<T> motion) {
        require(State.FROZEN, "move a thread");
        try {
            T answer = motion.get();
            latestNanos = System.nanoTime();
            threads = describe(process.tables(), tracer);
            return answer;
        } catch (LastErrorException e) {
            throw new ImageException("process " + process.pid() + " ended while a thread of it was being moved on", e);
        }
    }

    /** Whether an address lies in the text of the runtime. */
    public boolean isRuntime(long address) {
        return Labels.of(process.tables()).isRuntime(address);
    }

    /** Lets all threads run on. Not possible after a {@link #save}. */
    public void thaw() {
        require(State.FROZEN, "thaw");
        state = State.OVER;
        process.tables().setHeaderWord("being_cut", 0);
        tracer.release();
    }

    /**
     * Saves registers into the image and seals the tables, as the plan says. Only {@link #kill} may follow.
     *
     * <p>The seal comes before the kill: should this JVM die in between, the kernel kills the process too (EXITKILL) and the image is
     * complete. Nothing that the kernel still writes while the process dies is under the seal.
     *
     * @throws ImageException when the program has not begun or has ended
     */
    public SavedState save(SavePlan plan) {
        require(State.FROZEN, "save");
        if (!hasBegun()) {
            throw new ImageException("nothing to save: the image of process " + process.pid() + " is "
                    + process.tables().state());
        }
        state = State.SAVED;
        return new Save(process.tables(), tracer, threads, latestNanos, ProgramClocks.ahead(process.pid())).run(plan);
    }

    /**
     * For cut testers: saves, is cut short, and looks whether a resume would refuse what is in the image then. Afterwards the threads
     * still stand and nothing counts as saved.
     *
     * @param torn where the save ends
     * @return whether it would be refused
     */
    public boolean isTornSaveDetected(SavePlan.Torn torn) {
        require(State.FROZEN, "save");
        Tables tables = process.tables();
        ImageState before = tables.state();
        state = State.SAVED;
        new Save(tables, tracer, threads, latestNanos, ProgramClocks.ahead(process.pid()))
                .run(SavePlan.torn(torn.threads(), torn.bytes()));
        boolean detected = Acceptance.refusal(tables, ThisMachine.get()).isPresent();
        tables.setState(before);
        state = State.FROZEN;
        return detected;
    }

    /** Kills the process and waits until it and what was made for it are gone. */
    public DeathCertificate kill() {
        if (state == State.OVER) {
            throw new IllegalStateException("the freeze is over");
        }
        state = State.OVER;
        int signal = tracer.kill(process.pidfd());
        long killedNanos = System.nanoTime();
        process.awaitInit();
        return new DeathCertificate(process.pid(), process.startTimeTicks(), signal, killedNanos);
    }

    /** The pool file; offsets are virtual addresses. */
    public Path poolFile() {
        return process.image().poolFile();
    }

    /** Ranges of the pool file that hold data, ascending. */
    public List<PoolRange> populatedRanges() {
        int fd = Linux.open(poolFile().toString(), Linux.O_RDONLY | Linux.O_CLOEXEC | Linux.O_NOFOLLOW, 0);
        List<PoolRange> ranges = new ArrayList<>();
        try {
            long at = 0;
            while (true) {
                long start = Linux.lseek(fd, at, Linux.SEEK_DATA);
                at = Linux.lseek(fd, start, Linux.SEEK_HOLE);
                ranges.add(new PoolRange(start, at));
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Linux.ENXIO) { // no data from here to the end
                return List.copyOf(ranges);
            }
            throw new ImageException("cannot read " + poolFile() + ": " + e.getMessage(), e);
        } finally {
            Linux.close(fd);
        }
    }

    @Override
    public void close() {
        if (state == State.FROZEN) {
            thaw();
        } else if (state == State.SAVED) {
            kill();
        }
    }

    private void require(State wanted, String what) {
        if (state != wanted) {
            throw new IllegalStateException("cannot " + what + ": the freeze is " + state);
        }
    }

    private static List<FrozenThread> describe(Tables tables, Tracer tracer) {
        Labels labels = Labels.of(tables);
        List<Integer> tids = tracer.threads();
        List<UserRegisters> registers = tracer.registers();
        List<FrozenThread> threads = new ArrayList<>(tids.size());
        for (int i = 0; i < tids.size(); i++) {
            UserRegisters words = registers.get(i);
            threads.add(new FrozenThread(tids.get(i), slotOf(words), placeOf(words, labels), words));
        }
        return List.copyOf(threads);
    }

    /** By the stack first: a new thread stands on its own slot's stack while gs is still its parent's. */
    private static int slotOf(UserRegisters registers) {
        int slot = ThreadSlot.slotAt(registers.get(UserRegisters.RSP));
        return slot >= 0 ? slot : ThreadSlot.slotAt(registers.get(UserRegisters.GS_BASE));
    }

    private static ThreadPlace placeOf(UserRegisters registers, Labels labels) {
        if (registers.inSystemCall()) {
            return ThreadPlace.KERNEL;
        }
        return labels.isRuntime(registers.rip()) ? ThreadPlace.RUNTIME : ThreadPlace.USER;
    }
}
