package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.SaveArea;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a cut image into one that a new process can start from. A pure function of the image, and idempotent: a controller that dies in
 * the middle leaves an image on which it can be repeated with the same outcome. The first store sets the image's state to RECOVERING,
 * which ends the validity of the seal; the last seals the image again, until the runtime changes it. The process is started only after that.
 *
 * <p>Order per thread: what other slots must know, the resume frame, the phase, then the call record. A thread whose phase says RESTORING
 * has its frame and is not computed again; this is also how a cut during a recovery is survived.
 */
public final class FixUps {
    private static final int MAPPING_BYTES = Layout.number("mapping.bytes");
    private static final int MAPPING_ENTRIES = Layout.number("mapping_index.entries");
    private static final int MAPPING_END = Layout.number("mapping.end");
    private static final int MAPPING_KIND = Layout.number("mapping.kind");
    private static final int MAPPING_POOL = Layout.number("MAPPING_POOL");

    private final Tables tables;
    private final PoolMemory pool;
    private final Labels labels;

    private FixUps(Tables tables, PoolMemory pool) {
        this.tables = tables;
        this.labels = Labels.of(tables);
        this.pool = pool;
    }

    /**
     * Fixes the image up.
     *
     * @throws ImageException when a thread cannot be brought back; nothing has been changed then
     */
    public static void apply(Tables tables, PoolMemory pool) {
        FixUps fixUps = new FixUps(tables, pool);
        List<Interrupted> interrupted = fixUps.plan();
        Seal.breakSeal(tables);
        tables.setState(ImageState.RECOVERING);
        for (Interrupted thread : interrupted) {
            fixUps.restore(thread);
        }
        for (int index = 0; index < tables.threadsHigh(); index++) {
            fixUps.settle(tables.thread(index));
        }
        Seal.clearVolatile(tables);
        Seal.write(tables);
    }

    /** What {@link #apply} would refuse, without changing anything. */
    public static void check(Tables tables, PoolMemory pool) {
        new FixUps(tables, pool).plan();
    }

    private record Interrupted(ThreadSlot slot, ApplicationContext context) {}

    private List<Interrupted> plan() {
        ThreadContext contexts = new ThreadContext(tables, pool);
        List<Interrupted> interrupted = new ArrayList<>();
        for (int index = 0; index < tables.threadsHigh(); index++) {
            ThreadSlot slot = tables.thread(index);
            if (slot.state() != Layout.THREAD_LIVE || slot.isRestoring()) {
                continue;
            }
            if (!isIntact(slot)) {
                throw new ImageException("the image is torn: the registers of thread slot " + index + " (tid "
                        + slot.tid() + ") were not saved completely");
            }
            ApplicationContext context = contexts.of(slot);
            ResumeFrame.check(tables, context, slot);
            interrupted.add(new Interrupted(slot, context));
        }
        return interrupted;
    }

    private boolean isIntact(ThreadSlot slot) {
        try {
            return SaveArea.isIntact(tables, slot);
        } catch (IllegalArgumentException e) {
            throw new ImageException("the image is damaged: " + e.getMessage(), e);
        }
    }

    private void restore(Interrupted thread) {
        ThreadSlot slot = thread.slot();
        if (slot.recordState() == Layout.RECORD_COMMITTED) {
            redo(slot);
            new Decisions(slot).forget();
        } else if (slot.recordState() == Layout.RECORD_CALL) {
            new Decisions(slot).keep();
        }
        if (slot.child() != 0) {
            decideChild(slot);
        }
        thread.context().arriving.ifPresent(signal -> signal.defer(slot));
        if (thread.context().registers[ApplicationContext.RIP] == labels.exitAll()) {
            commit(slot, thread.context().registers[ApplicationContext.RAX]);
        }
        slot.forgetReset();
        ResumeFrame.write(tables, slot, thread.context());
        slot.setPhase(Layout.PHASE_RESTORING);
    }

    /** The store that belongs to a committed call. */
    private void redo(ThreadSlot slot) {
        long address = slot.recordWord("redo_address");
        if (address != 0) {
            if (!Tables.contains(address, Long.BYTES)) {
                throw new ImageException("the image is damaged: thread slot " + slot.index()
                        + " has a store to repeat at 0x" + Long.toHexString(address));
            }
            tables.setWord(Tables.offsetOf(address), slot.recordWord("redo_value"));
        }
    }

    /** For a thread that goes on at the end of its call: the runtime finds the result in the record. */
    private static void commit(ThreadSlot slot, long result) {
        if (slot.recordState() != Layout.RECORD_COMMITTED) {
            slot.setRecordWord("redo_address", 0);
            slot.setRecordWord("result", result);
            slot.setRecordState(Layout.RECORD_COMMITTED);
        }
    }

    /** A clone call in progress: its child exists or does not, exactly as the call's outcome will tell the parent. */
    private void decideChild(ThreadSlot parent) {
        ThreadSlot child = ThreadContext.childOf(tables, parent);
        if (parent.recordState() == Layout.RECORD_COMMITTED) {
            // The child may have ended since, and its slot may be another clone's by now: that one is not this parent's
            // to promise.
            if (child.tid() == parent.recordWord("result")) {
                child.setAcknowledged(true);
            }
        } else if (ThreadContext.hasStartedChild(tables, parent)) {
            child.setAcknowledged(true);
        } else if (child.state() == Layout.THREAD_PREPARED) {
            child.setState(Layout.THREAD_FREE);
        }
    }

    /** Second pass: all live threads have their frames. */
    private void settle(ThreadSlot slot) {
        int state = slot.state();
        if (state == Layout.THREAD_LIVE) {
            forgetCall(slot);
        } else if (state == Layout.THREAD_PREPARED) {
            settlePrepared(slot);
        } else if (state == Layout.THREAD_EXITING || state == Layout.THREAD_EXITED) {
            settleExiting(slot);
        }
    }

    /** The record of a call stays when a signal waits for its end, which the runtime will make then. */
    private static void forgetCall(ThreadSlot slot) {
        slot.setChild(0);
        if (slot.deferredSignal() == 0 || slot.recordState() != Layout.RECORD_COMMITTED) {
            slot.setRecordState(Layout.RECORD_NONE);
        }
        slot.setRecordWord("redo_address", 0);
        Decisions.clearOwn(slot);
    }

    /** A thread that its parent knows of starts; one that no call has promised is forgotten. */
    private void settlePrepared(ThreadSlot slot) {
        if (slot.isRestoring()) {
            return;
        }
        if (slot.isAcknowledged() && slot.recordState() == Layout.RECORD_COMMITTED) {
            ResumeFrame.write(tables, slot, ApplicationContext.ofStart(slot));
            slot.setPhase(Layout.PHASE_RESTORING);
        } else {
            slot.setState(Layout.THREAD_FREE);
        }
    }

    /** Does the rest of a thread's end: the word that tells joiners. Slot 0 stays, it carries the process id. */
    private void settleExiting(ThreadSlot slot) {
        if (slot.state() == Layout.THREAD_EXITING) {
            long address = slot.clearTid();
            if (address != 0 && isPoolMemory(address) && pool.read(address) == (int) slot.tid()) {
                pool.write(address, 0);
            }
            slot.setState(Layout.THREAD_EXITED);
        }
        if (slot.isAcknowledged() && slot.index() != 0) {
            slot.setState(Layout.THREAD_FREE);
        }
    }

    private boolean isPoolMemory(long address) {
        int active = tables.activeMappings();
        long count = Math.min(tables.word(active), Layout.MAPPING_CAPACITY);
        for (int i = 0; i < count; i++) {
            int mapping = active + MAPPING_ENTRIES + i * MAPPING_BYTES;
            if (Long.compareUnsigned(address, tables.word(mapping)) >= 0
                    && Long.compareUnsigned(address + Integer.BYTES, tables.word(mapping + MAPPING_END)) <= 0) {
                return tables.half(mapping + MAPPING_KIND) == MAPPING_POOL;
            }
        }
        return false;
    }
}
