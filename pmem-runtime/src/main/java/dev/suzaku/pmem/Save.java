package dev.suzaku.pmem;

import static dev.suzaku.pmem.image.ThreadSlot.SAVED;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_REGISTERS;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.SaveArea;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.launch.ClockOffsets;
import dev.suzaku.pmem.trace.Tracer;
import dev.suzaku.pmem.trace.UserRegisters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The save of one cut. It stands for what flush-on-fail hardware does with the registers: memory is safe already, each thread's
 * registers go to its slot, a checksum seals the tables.
 */
final class Save {
    /** What the kernel's entry code puts into rax until a system call answers: -ENOSYS. */
    private static final long NOT_ANSWERED = -38;

    private final Tables tables;
    private final Tracer tracer;
    private final List<FrozenThread> threads;
    private final long frozenNanos;
    private final ClockOffsets ahead;

    /** @param ahead how far the program's clocks are ahead of this JVM's */
    Save(Tables tables, Tracer tracer, List<FrozenThread> threads, long frozenNanos, ClockOffsets ahead) {
        this.tables = tables;
        this.tracer = tracer;
        this.threads = threads;
        this.frozenNanos = frozenNanos;
        this.ahead = ahead;
    }

    SavedState run(SavePlan plan) {
        invalidateOld();
        List<FrozenThread> wanted = threadsToSave();
        int complete = plan.torn().map(SavePlan.Torn::threads).orElse(Integer.MAX_VALUE);
        int saved = 0;
        for (FrozenThread thread : wanted) {
            byte[] area = saveArea(thread, plan.discardResults());
            if (saved == complete) {
                int bytes = Math.min(plan.torn().orElseThrow().bytes(), area.length - 1);
                tables.slice(tables.thread(thread.slot()).offset() + SAVED_REGISTERS + SAVED, bytes)
                        .put(area, 0, bytes);
                break;
            }
            store(tables.thread(thread.slot()), area);
            saved++;
        }
        if (plan.torn().isPresent()) {
            tables.setState(ImageState.RUNNING);
            return new SavedState(false, 0, saved, tables.headerNumber("cuts"));
        }
        if (tables.state() != ImageState.RECOVERING) { // until then no timer runs, and what waits is in the image
            ProgramClocks.note(tables, ahead, new PendingSignals(tables, tracer, ahead).save(threads, frozenNanos));
            noteWallClock(tables, frozenNanos);
        }
        return seal(tables, plan.tamper(), threads, saved);
    }

    /** The last steps of every complete save, whoever has saved the registers of how many threads. */
    static SavedState seal(Tables tables, Optional<SavePlan.Tamper> tamper, List<FrozenThread> threads, int saved) {
        int cuts = tables.headerNumber("cuts") + 1;
        Seal.clearVolatile(tables);
        tamper.ifPresent(change -> change.apply(tables, threads));
        tables.setHeaderNumber("cuts", cuts);
        tables.setState(ImageState.CUT);
        tables.setHeaderWord("being_cut", 0);
        return new SavedState(true, Seal.write(tables), saved, cuts);
    }

    /** When the power went, for the next recovery to say how long it was off; the time of the cut before joins the sum. */
    static void noteWallClock(Tables tables, long frozenNanos) {
        long frozenAgo = System.nanoTime() - frozenNanos;
        Instant now = Instant.now();
        long wall = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        tables.setHeaderWord("frozen_wall_ns", wall - frozenAgo);
        long before = tables.headerWord("power_off_before_ns");
        tables.setHeaderWord("power_off_before_ns", before + tables.headerWord("power_off_ns"));
        tables.setHeaderWord("power_off_ns", 0);
    }

    /** A thread caught just before it leaves its resume frame is still restoring: its frame counts, not its registers. */
    private List<FrozenThread> threadsToSave() {
        Labels labels = Labels.of(tables);
        for (FrozenThread thread : threads) {
            if (thread.hasSlot() && labels.isResuming(thread.registers().rip())) {
                tables.thread(thread.slot()).setPhase(Layout.PHASE_RESTORING);
            }
        }
        List<FrozenThread> wanted = threads.stream()
                .filter(thread -> thread.hasSlot() && isSaved(thread.slot()))
                .toList();
        for (int index = 0; index < tables.threadsHigh(); index++) {
            int slot = index;
            boolean live = tables.thread(slot).state() == Layout.THREAD_LIVE;
            if (live && isSaved(slot) && wanted.stream().noneMatch(thread -> thread.slot() == slot)) {
                throw new ImageException("internal error: thread slot " + slot + " (tid "
                        + tables.thread(slot).tid() + ") is live, but no thread stands for it");
            }
        }
        return wanted;
    }

    private boolean isSaved(int index) {
        ThreadSlot slot = tables.thread(index);
        boolean alive = slot.state() == Layout.THREAD_LIVE || slot.state() == Layout.THREAD_EXITING;
        return alive && !slot.isRestoring();
    }

    private void invalidateOld() {
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (!slot.isRestoring()) {
                slot.setSaved(false);
            }
        }
    }

    /** The save area from its registers on, as it will lie in the slot; the checksum is filled in by {@link #store}. */
    private byte[] saveArea(FrozenThread thread, boolean discardResults) {
        Tracer.State state = tracer.state(thread.tid());
        int length = state.xstate().remaining();
        if (length > ThreadSlot.SAVED_XSTATE_BYTES) {
            throw new ImageException("this processor's state has " + length + " bytes, an image has room for "
                    + ThreadSlot.SAVED_XSTATE_BYTES);
        }
        ByteBuffer area = ByteBuffer.allocate(ThreadSlot.SAVED_XSTATE - SAVED_REGISTERS + length)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long word : state.registers().words()) {
            area.putLong(word);
        }
        if (discardResults && state.registers().inSystemCall()) {
            area.putLong(UserRegisters.RAX * Long.BYTES, NOT_ANSWERED);
        }
        area.putLong(ThreadSlot.SAVED_MASK - SAVED_REGISTERS, state.signalMask());
        area.putLong(ThreadSlot.SAVED_XSTATE_LENGTH - SAVED_REGISTERS, length);
        area.put(ThreadSlot.SAVED_XSTATE - SAVED_REGISTERS, state.xstate(), 0, length);
        return area.array();
    }

    private void store(ThreadSlot slot, byte[] area) {
        tables.setBytes(slot.offset() + SAVED + SAVED_REGISTERS, area);
        slot.setWord(SAVED + ThreadSlot.SAVED_CHECKSUM, SaveArea.checksum(tables, slot));
        slot.setSaved(true);
    }
}
