package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.trace.UserRegisters;
import java.util.OptionalLong;

/** One slot of the thread table: {@code struct thread} of layout.h. A view; reading and writing go to the tables. */
public final class ThreadSlot {
    public static final int RECORD = number("thread.record");
    public static final int SAVED = number("thread.saved");
    public static final int RESUME_FRAME = number("thread.resume_frame");
    public static final int RESUME_FRAME_BYTES = number("RESUME_FRAME_BYTES");
    public static final int ALTERNATE_STACK = number("thread.alternate_stack");
    public static final int RUNTIME_STACK = number("thread.runtime_stack");
    public static final int SAVED_BYTES = number("saved_thread.bytes");
    public static final int SAVED_VALID = number("saved_thread.valid");
    public static final int SAVED_REGISTERS = number("saved_thread.registers");
    public static final int SAVED_MASK = number("saved_thread.signal_mask");
    public static final int SAVED_XSTATE_LENGTH = number("saved_thread.xstate_length");
    public static final int SAVED_CHECKSUM = number("saved_thread.checksum");
    public static final int SAVED_XSTATE = number("saved_thread.xstate");
    public static final int SAVED_XSTATE_BYTES = number("SAVED_XSTATE_BYTES");

    private static final int STATE = number("thread.state");
    private static final int PHASE = number("thread.phase");
    private static final int TID = number("thread.tid");
    private static final int ACKNOWLEDGED = number("thread.acknowledged");
    private static final int FS_BASE = number("thread.fs_base");
    private static final int CLEAR_TID = number("thread.clear_tid");
    private static final int CHILD = number("thread.child");
    private static final int SIGNAL_MASK = number("thread.signal_mask");
    private static final int DEFERRED_SIGNAL = number("thread.deferred_signal");
    private static final int RESET_SIGNAL = number("thread.reset_signal");
    private static final int KERNEL_ALIVE = number("thread.kernel_alive");
    private static final int GO = number("thread.go");
    private static final int RESUME_FS_BASE = number("thread.resume_fs_base");
    private static final int STANDING = number("thread.standing");
    private static final int SIGNAL_FRAME = number("thread.signal_frame");
    private static final int RECORD_STATE = RECORD + number("call_record.state");
    private static final int UCONTEXT_RIP = number("ucontext.uc_mcontext.rip");

    private final Tables tables;
    private final int index;
    private final int base;

    ThreadSlot(Tables tables, int index) {
        if (index < 0 || index >= Layout.THREAD_CAPACITY) {
            throw new IllegalArgumentException("thread slot " + index + " is out of range");
        }
        this.tables = tables;
        this.index = index;
        this.base = Layout.THREADS_OFFSET + index * Layout.THREAD_BYTES;
    }

    /** The slot whose structure an address points at, or -1. */
    public static int slotAt(long address) {
        long offset = address - Layout.TABLES_BASE - Layout.THREADS_OFFSET;
        if (offset < 0 || offset >= (long) Layout.THREAD_CAPACITY * Layout.THREAD_BYTES) {
            return -1;
        }
        return (int) (offset / Layout.THREAD_BYTES);
    }

    public int index() {
        return index;
    }

    /** Offset of the slot in the tables. */
    public int offset() {
        return base;
    }

    /** Address of the slot in the process. */
    public long address() {
        return Layout.TABLES_BASE + base;
    }

    public long word(int field) {
        return tables.word(base + field);
    }

    public void setWord(int field, long value) {
        tables.setWord(base + field, value);
    }

    public int state() {
        return (int) word(STATE);
    }

    public void setState(int state) {
        setWord(STATE, state);
    }

    /** The number of the system call that the thread is in, with a record or without one; empty when it is in none. */
    public OptionalLong systemCall(Labels labels) {
        boolean isRecorded = recordState() != Layout.RECORD_NONE;
        boolean stands = isSaved() && state() == Layout.THREAD_LIVE;
        return isRecorded || (stands && labels.isUnrecorded(interruptedRip()))
                ? OptionalLong.of(recordWord("rax"))
                : OptionalLong.empty();
    }

    /** Where the thread was cut, or where it was made to stand still before: then in the kernel's frame of that signal. */
    private long interruptedRip() {
        long rip = standing() + UCONTEXT_RIP;
        boolean inFrame = standing() != 0 && Tables.contains(rip, Long.BYTES);
        return inFrame ? tables.word(Tables.offsetOf(rip)) : savedRegisters().rip();
    }

    public boolean isRestoring() {
        return word(PHASE) == Layout.PHASE_RESTORING;
    }

    public void setPhase(int phase) {
        setWord(PHASE, phase);
    }

    public long tid() {
        return word(TID);
    }

    public void setTid(long tid) {
        setWord(TID, tid);
    }

    public boolean isAcknowledged() {
        return word(ACKNOWLEDGED) != 0;
    }

    public void setAcknowledged(boolean acknowledged) {
        setWord(ACKNOWLEDGED, acknowledged ? 1 : 0);
    }

    public long fsBase() {
        return word(FS_BASE);
    }

    public void setFsBase(long base) {
        setWord(FS_BASE, base);
    }

    public long clearTid() {
        return word(CLEAR_TID);
    }

    public void setClearTid(long address) {
        setWord(CLEAR_TID, address);
    }

    /** Slot number + 1 of the thread that this one is creating, or 0. */
    public long child() {
        return word(CHILD);
    }

    public void setChild(long slotPlusOne) {
        setWord(CHILD, slotPlusOne);
    }

    public long signalMask() {
        return word(SIGNAL_MASK);
    }

    public void setSignalMask(long mask) {
        setWord(SIGNAL_MASK, mask);
    }

    /** The signal that waits for the end of the thread's call, or 0. */
    public long deferredSignal() {
        return word(DEFERRED_SIGNAL);
    }

    public void setDeferredSignal(long number) {
        setWord(DEFERRED_SIGNAL, number);
    }

    /** For a thread whose frame is written anew: no handler begins that was to run once. */
    public void forgetReset() {
        setWord(RESET_SIGNAL, 0);
    }

    /** Where the kernel put the frame of a signal that is being handed over, or 0. */
    public long signalFrame() {
        return word(SIGNAL_FRAME);
    }

    public void setSignalFrame(long address) {
        setWord(SIGNAL_FRAME, address);
    }

    public long resumeFsBase() {
        return word(RESUME_FS_BASE);
    }

    public void setResumeFsBase(long base) {
        setWord(RESUME_FS_BASE, base);
    }

    /** Whether the kernel has not said yet that the thread, or one that had the slot before it, is gone. */
    public boolean isKernelAlive() {
        return tables.half(base + KERNEL_ALIVE) != 0;
    }

    /** Resets the words that mean nothing in another process. */
    public void clearVolatile() {
        tables.setHalf(base + KERNEL_ALIVE, 0);
        tables.setHalf(base + GO, 0);
    }

    /** Address of the frame of the SIGSYS that made the thread stand still; 0 when it does not. */
    public long standing() {
        return word(STANDING);
    }

    /** For a thread that has saved what its SIGSYS had interrupted: that counts then, not where it stands. */
    public void forgetStanding() {
        setWord(STANDING, 0);
    }

    public long recordState() {
        return word(RECORD_STATE);
    }

    public void setRecordState(long state) {
        setWord(RECORD_STATE, state);
    }

    /** A word of the call record, by the name of its field. */
    public long recordWord(String field) {
        return word(RECORD + number("call_record." + field));
    }

    public void setRecordWord(String field, long value) {
        setWord(RECORD + number("call_record." + field), value);
    }

    public boolean isSaved() {
        return word(SAVED + SAVED_VALID) == 1;
    }

    public void setSaved(boolean valid) {
        setWord(SAVED + SAVED_VALID, valid ? 1 : 0);
    }

    /** The general registers in the save area. */
    public UserRegisters savedRegisters() {
        long[] words = new long[UserRegisters.COUNT];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(SAVED + SAVED_REGISTERS + i * Long.BYTES);
        }
        return new UserRegisters(words);
    }

    /** Overwrites one general register in the save area and renews the area's checksum. */
    public void setSavedRegister(int register, long value) {
        setWord(SAVED + SAVED_REGISTERS + register * Long.BYTES, value);
        setWord(SAVED + SAVED_CHECKSUM, SaveArea.checksum(tables, this));
    }
}
