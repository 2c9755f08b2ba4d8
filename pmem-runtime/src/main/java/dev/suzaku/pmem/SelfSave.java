package dev.suzaku.pmem;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.SaveArea;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.launch.ThisMachine;
import dev.suzaku.pmem.recovery.Acceptance;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.system.TaskList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A cut in which the process saves itself (self_save.h has the other side): SIGSYS makes each thread save its registers into its slot and
 * wait; when all have, the process takes the signals that wait in the kernel, and exits. No thread is traced. What is left for the
 * controller is to look whether every save area is complete, and to seal the image.
 */
final class SelfSave {
    private static final int SIGSYS = 31;
    private static final long BEGIN_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long END_TIMEOUT_MILLIS = 10_000;
    private static final long POLL_NANOS = 50_000;

    private final PersistentProcess process;
    private final Tables tables;
    private final long timeoutNanos;

    /** @param timeoutNanos how long the threads may take to stop */
    SelfSave(PersistentProcess process, long timeoutNanos) {
        this.process = process;
        this.timeoutNanos = timeoutNanos;
        this.tables = process.tables();
    }

    /**
     * Performs the cut. Afterwards the process is gone; its image is sealed, or torn when a save area is not complete.
     *
     * @param tears looked at before the seal, each by itself
     * @throws ImageException when the program had not begun, ended by itself, or did not stop in time; in the last case it goes on
     */
    SelfSavedState run(Optional<SavePlan.Tamper> tamper, List<TornArea> tears) {
        awaitBegun();
        long earliest = System.nanoTime();
        forgetOld();
        tables.setHeaderNumber("power", Layout.number("POWER_GOES"));
        awaitAllSaved(earliest + timeoutNanos);
        long latest = System.nanoTime();
        ClockOffsets ahead = ProgramClocks.ahead(process.pid());
        FrozenTimers timers = new FrozenTimers(tables, ahead);
        long instant = timers.awaitNoneExpires(latest);
        if (tables.headerNumber("power") != Layout.number("POWER_GOES")) {
            throw new ImageException("process " + process.pid()
                    + " had saved itself, but waited too long for this controller's word; it goes on");
        }
        tables.setHeaderNumber("power", Layout.number("POWER_GONE"));
        if (!Linux.awaitReadable(process.pidfd(), END_TIMEOUT_MILLIS)) {
            throw new ImageException("process " + process.pid() + " had saved itself, but did not end within 10 s");
        }
        long gone = System.nanoTime();
        process.awaitInit();
        List<TornArea> accepted =
                isComplete() ? tears.stream().filter(this::isAccepted).toList() : List.of();
        boolean complete = isComplete() && tables.headerNumber("exit_code") == Layout.number("POWER_EXIT_CODE");
        tables.setHeaderNumber("power", Layout.number("POWER_ON"));
        int saved = countSaved();
        SavedState state = new SavedState(false, 0, saved, tables.headerNumber("cuts"));
        if (complete) {
            live().forEach(ThreadSlot::forgetStanding);
            PendingSignals.numberTimers(tables, timers);
            ProgramClocks.note(tables, ahead, instant);
            Save.noteWallClock(tables, latest);
            state = Save.seal(tables, tamper, List.of(), saved);
        }
        DeathCertificate death = new DeathCertificate(process.pid(), process.startTimeTicks(), 0, gone);
        return new SelfSavedState(
                state, death, tables.headerNumber("exit_code"), earliest, latest, saved, countInCalls(), accepted);
    }

    /** Tears a save area, looks whether the image would be sealed or a resume would accept it as it is, and mends it again. */
    private boolean isAccepted(TornArea tear) {
        List<ThreadSlot> areas = live().filter(slot -> !slot.isRestoring()).toList();
        if (areas.isEmpty()) {
            return false;
        }
        int at = SaveArea.position(areas.get(tear.thread() % areas.size()), tear.place());
        byte right = tables.slice(at, 1).get();
        tables.setBytes(at, new byte[] {(byte) (right ^ 1)});
        boolean accepted =
                isComplete() || Acceptance.refusal(tables, ThisMachine.get()).isEmpty();
        tables.setBytes(at, new byte[] {right});
        return accepted;
    }

    private void awaitBegun() {
        long deadline = System.nanoTime() + BEGIN_TIMEOUT_NANOS;
        while (tables.state() != ImageState.RUNNING) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new ImageException("the program of process " + process.pid()
                        + " has ended, or has not gone on since 10 s: its image is " + tables.state());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void forgetOld() {
        for (int index = 0; index < tables.threadsHigh(); index++) {
            tables.thread(index).setSaved(false);
        }
        tables.setHeaderNumber("pending_count", 0);
        tables.setHeaderNumber("exit_code", 0);
    }

    private void awaitAllSaved(long deadline) {
        while (true) {
            Optional<String> waiting = tellThreads();
            if (waiting.isEmpty()) {
                return;
            }
            if (!process.isAlive() || tables.state() != ImageState.RUNNING) {
                tables.setHeaderNumber("power", Layout.number("POWER_ON"));
                throw new ImageException("process " + process.pid() + " ended while it was to save itself");
            }
            if (System.nanoTime() > deadline) {
                tables.setHeaderNumber("power", Layout.number("POWER_ON"));
                throw new ImageException("process " + process.pid() + " did not save itself within "
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + " ms: " + waiting.get() + "; it goes on");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /**
     * Sends SIGSYS to every thread that has not saved itself. Again and again, because the kernel drops a signal that meets one of its kind.
     * A thread that is beginning has no slot in its registers yet and gets none until it has. One that was making another when it was told
     * may save itself between the first look and the last: its child is in the second look only.
     *
     * @return what there is to wait for; empty when every thread has saved itself or is past its end, so that nobody can make another one
     */
    private Optional<String> tellThreads() {
        Optional<String> waiting = Optional.empty();
        List<Path> tasks = tasks();
        Map<Long, ThreadSlot> slots = slots();
        for (Path task : tasks) {
            Optional<Long> tid = innerTid(task);
            if (tid.isEmpty()) {
                continue; // it has ended in the meantime
            }
            ThreadSlot slot = slots.get(tid.get());
            if (slot != null && (slot.isSaved() || isPastItsEnd(slot))) {
                continue;
            }
            waiting = Optional.of("thread " + tid.get() + " of the program has not stopped");
            if (slot != null && slot.state() == Layout.THREAD_LIVE && !slot.isRestoring()) {
                tell(Integer.parseInt(task.getFileName().toString()));
            }
        }
        if (waiting.isEmpty() && !tasks().equals(tasks)) {
            return Optional.of("a thread had been made, or ended, while the others stopped");
        }
        return tasks.isEmpty() ? Optional.of("it has no threads") : waiting;
    }

    private static boolean isPastItsEnd(ThreadSlot slot) {
        return slot.state() == Layout.THREAD_EXITING || slot.state() == Layout.THREAD_EXITED;
    }

    private void tell(int tid) {
        try {
            Linux.tgkill((int) process.pid(), tid, SIGSYS);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Linux.ESRCH) { // it has ended in the meantime
                throw e;
            }
        }
    }

    private Map<Long, ThreadSlot> slots() {
        Map<Long, ThreadSlot> slots = new HashMap<>();
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (slot.state() != Layout.THREAD_FREE && slot.state() != Layout.THREAD_PREPARED) {
                slots.merge(slot.tid(), slot, (one, other) -> isPastItsEnd(one) ? other : one);
            }
        }
        return slots;
    }

    private List<Path> tasks() {
        return TaskList.directoriesOf(process.pid());
    }

    /** The thread's id in the program's own PID namespace. */
    private static Optional<Long> innerTid(Path task) {
        try (Stream<String> lines = Files.lines(task.resolve("status"))) {
            return lines.filter(line -> line.startsWith("NSpid:"))
                    .map(line -> Long.valueOf(line.substring(line.lastIndexOf('\t') + 1)))
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Stream<ThreadSlot> live() {
        return Stream.iterate(0, index -> index < tables.threadsHigh(), index -> index + 1)
                .map(tables::thread)
                .filter(slot -> slot.state() == Layout.THREAD_LIVE);
    }

    /** A thread that was about to load its resume frame still has it, and needs no save area. */
    private boolean isComplete() {
        boolean signalsFit = tables.headerNumber("pending_count") <= Layout.number("PENDING_CAPACITY");
        return tables.state() == ImageState.RUNNING
                && signalsFit
                && live().allMatch(slot -> slot.isRestoring() || SaveArea.isIntact(tables, slot));
    }

    private int countSaved() {
        return (int) live().filter(slot -> slot.isSaved() && SaveArea.isIntact(tables, slot))
                .count();
    }

    private int countInCalls() {
        Labels labels = Labels.of(tables);
        return (int) live().filter(slot -> slot.systemCall(labels).isPresent()).count();
    }
}
