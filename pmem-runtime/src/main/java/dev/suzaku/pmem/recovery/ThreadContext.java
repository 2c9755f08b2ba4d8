package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Labels;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.util.OptionalLong;

/**
 * Decides where one interrupted thread continues. A thread caught inside the runtime either starts its system call again or continues
 * after it with the committed result, in the application. Only where a signal waits for the end of the call it continues in the runtime, at
 * the first instruction of the call's record or of its end, so that the handler runs before the application goes on; and where a signal was on
 * its way to the application, at the first instruction of its delivery. Changes nothing.
 */
final class ThreadContext {
    private static final int SYSCALL_INSTRUCTION_BYTES = 2;
    private static final int SYSCALL_INSTRUCTION = 0x050f;
    private static final int SYS_USER_DISPATCH = 2;
    private static final int INFORMATION_CODE = 8;
    private static final long INTERRUPTED = -4; // EINTR
    private static final long RT_SIGRETURN = 15;
    private static final long FUTEX = 202;
    private static final long FUTEX_COMMAND = 127;
    private static final long FUTEX_WAIT = 0;
    private static final long FUTEX_WAIT_BITSET = 9;

    /** struct rt_sigframe: return address, struct ucontext, struct siginfo. */
    private static final int FRAME_UCONTEXT = 8;

    private static final int FRAME_INFORMATION = FRAME_UCONTEXT + SignalFrame.BYTES;

    private final Tables tables;
    private final PoolMemory pool;
    private final Labels labels;

    ThreadContext(Tables tables, PoolMemory pool) {
        this.tables = tables;
        this.pool = pool;
        this.labels = Labels.of(tables);
    }

    /**
     * The context at which the application of a live, saved thread continues.
     *
     * @throws ImageException when the thread stands where no rule leads back to the application
     */
    ApplicationContext of(ThreadSlot slot) {
        ApplicationContext context = withoutSignal(slot);
        if (slot.deferredSignal() != 0 || context.arriving.isPresent()) {
            context.entryWithSignal.ifPresent(entry -> context.registers[ApplicationContext.RIP] = entry);
        }
        return context;
    }

    private ApplicationContext withoutSignal(ThreadSlot slot) {
        UserRegisters saved = slot.savedRegisters();
        if (labels.isArriving(saved.rip())) {
            long code = saved.get(UserRegisters.RSI) + INFORMATION_CODE;
            return isWordInTables(code) && tables.half(Tables.offsetOf(code)) == SYS_USER_DISPATCH
                    ? inDispatch(saved)
                    : standing(slot, saved, saved.get(UserRegisters.RDX));
        }
        if (labels.isStanding(saved.rip())) {
            boolean first = saved.rip() == labels.standingStart();
            return standing(slot, saved, saved.get(first ? UserRegisters.RDX : UserRegisters.R12));
        }
        if (labels.isRuntime(saved.rip()) && slot.standing() != 0) {
            return standing(slot, saved, slot.standing());
        }
        return of(slot, saved);
    }

    /**
     * A thread stopped by another that forks, or by a controller that made it save itself and has died: what counts is where the stop has
     * met it, which the kernel's frame tells.
     */
    private ApplicationContext standing(ThreadSlot slot, UserRegisters saved, long ucontext) {
        int xstateBytes = ResumeFrame.xstateBytes(tables);
        SignalFrame frame = SignalFrame.inTables(tables, ucontext, xstateBytes);
        UserRegisters interrupted = frame.interrupted(saved);
        if (labels.isResuming(interrupted.rip())) {
            long resumeFrame = slot.address() + ThreadSlot.RESUME_FRAME;
            return ApplicationContext.ofSignalFrame(tables, saved, resumeFrame, xstateBytes);
        }
        ApplicationContext context = of(slot, interrupted);
        context.signalMask = frame.signalMask() & ~ApplicationContext.SIGSYS_BIT;
        context.xstateOffset = frame.xstateOffset();
        context.xstateBytes = xstateBytes;
        if (isDroppedDispatch(interrupted)) {
            context.registers[ApplicationContext.RIP] -= SYSCALL_INSTRUCTION_BYTES;
        }
        return context;
    }

    /** See suzaku_standing in signals.S: the kernel has dropped the dispatch of a system call. */
    private boolean isDroppedDispatch(UserRegisters registers) {
        long call = registers.rip() - SYSCALL_INSTRUCTION_BYTES;
        return tables.headerWord("user_dispatch") != 0
                && registers.get(UserRegisters.R11) == registers.get(UserRegisters.EFLAGS)
                && call >= Layout.ARENA_START
                && call < Layout.ARENA_END - Integer.BYTES
                && (pool.read(call) & 0xffff) == SYSCALL_INSTRUCTION;
    }

    private ApplicationContext of(ThreadSlot slot, UserRegisters saved) {
        long rip = saved.rip();
        if (!labels.isRuntime(rip)) {
            return inApplication(slot, saved);
        }
        if (labels.isEntering(rip)) {
            return starting(
                    slot,
                    ApplicationContext.ofRegisters(slot, saved),
                    saved.get(UserRegisters.R11),
                    saved.get(UserRegisters.RCX));
        }
        if (labels.isUnrecorded(rip)) {
            return unrecorded(slot, saved);
        }
        if (rip == labels.exitJump()) {
            return at(ApplicationContext.ofRegisters(slot, saved), saved.get(UserRegisters.RCX));
        }
        if (labels.isDispatching(rip)) {
            return inDispatch(saved);
        }
        if (labels.isSigreturning(rip)) {
            ApplicationContext context = at(ApplicationContext.ofRegisters(slot, saved), saved.get(UserRegisters.R11));
            context.registers[ApplicationContext.RAX] = RT_SIGRETURN;
            return context;
        }
        if (!labels.isDelivering(rip)) {
            return inCall(slot, saved);
        }
        if (slot.recordState() == Layout.RECORD_NONE) {
            return inDelivery(slot, saved);
        }
        ApplicationContext context = inCall(slot, saved);
        long frame = rip == labels.deliverStart() ? saved.get(UserRegisters.RSP) : slot.signalFrame();
        context.arriving = ArrivingSignal.read(slot, frame, tables, pool);
        context.signalMask = ArrivingSignal.EVERYTHING_BLOCKED;
        boolean stillOnFrame = Long.compareUnsigned(saved.get(UserRegisters.RSP), frame) <= 0;
        if (stillOnFrame) { // otherwise it is gone: the handler is being started at the call's end
            takeVectorState(context, frame + FRAME_UCONTEXT);
        }
        return context;
    }

    /** The kernel begins a handler with fresh vector registers; those of the program are in the signal's frame, on the runtime's stack. */
    private void takeVectorState(ApplicationContext context, long ucontext) {
        if (Tables.contains(ucontext, SignalFrame.BYTES)) {
            int bytes = ResumeFrame.xstateBytes(tables);
            context.xstateOffset = SignalFrame.inTables(tables, ucontext, bytes).xstateOffset();
            context.xstateBytes = bytes;
        }
    }

    /** In the application's own text, in a stub or in the vdso; or at a system call whose dispatch has not been delivered yet. */
    private static ApplicationContext inApplication(ThreadSlot slot, UserRegisters saved) {
        ApplicationContext context = ApplicationContext.ofRegisters(slot, saved);
        if (saved.inSystemCall()) {
            context.registers[ApplicationContext.RIP] -= SYSCALL_INSTRUCTION_BYTES;
            context.registers[ApplicationContext.RAX] = saved.get(UserRegisters.ORIG_RAX);
        }
        return context;
    }

    /** On the way to the kernel with a call that is made again, or back from it; or on the way to the record. */
    private ApplicationContext unrecorded(ThreadSlot slot, UserRegisters saved) {
        ApplicationContext context = ApplicationContext.ofRegisters(slot, saved);
        boolean isOver = labels.isPastDirect(saved.rip()) && !saved.inSystemCall();
        if (isOver && saved.get(UserRegisters.RAX) != INTERRUPTED) {
            context.registers[ApplicationContext.R11] = 0; // never the flags, see isDroppedDispatch
            return at(context, slot.recordWord("done"));
        }
        context.registers[ApplicationContext.RAX] = slot.recordWord("rax");
        return starting(slot, context, slot.recordWord("restart"), slot.recordWord("done"));
    }

    /** In the SIGSYS handler: its third argument is the application's context, perhaps rewritten already to enter the runtime. */
    private ApplicationContext inDispatch(UserRegisters saved) {
        ApplicationContext context = ApplicationContext.ofSignalFrame(
                tables, saved, saved.get(UserRegisters.RDX), ResumeFrame.xstateBytes(tables));
        long rip = context.registers[ApplicationContext.RIP];
        if (rip == labels.entry()) {
            return at(context, context.registers[ApplicationContext.R11]);
        }
        return at(context, rip - SYSCALL_INSTRUCTION_BYTES);
    }

    /** A signal on its way to the application's handler: the delivery starts again from the kernel's frame. */
    private ApplicationContext inDelivery(ThreadSlot slot, UserRegisters saved) {
        if (saved.rip() == labels.deliverStart()) { // nothing done yet, not even the frame noted
            return ApplicationContext.ofRegisters(slot, saved);
        }
        long frame = slot.signalFrame();
        ApplicationContext context = at(ApplicationContext.ofRegisters(slot, saved), labels.deliverStart());
        context.registers[ApplicationContext.RSP] = frame;
        context.registers[ApplicationContext.RDI] = Integer.toUnsignedLong(readWord(frame + FRAME_INFORMATION));
        context.registers[ApplicationContext.RSI] = frame + FRAME_INFORMATION;
        context.registers[ApplicationContext.RDX] = frame + FRAME_UCONTEXT;
        return context;
    }

    private static boolean isWordInTables(long address) {
        return Tables.contains(address, Integer.BYTES);
    }

    private int readWord(long address) {
        return isWordInTables(address) ? tables.half(Tables.offsetOf(address)) : pool.read(address);
    }

    private ApplicationContext inCall(ThreadSlot slot, UserRegisters saved) {
        long state = slot.recordState();
        if (state == Layout.RECORD_COMMITTED) {
            return after(slot, saved, slot.recordWord("result"));
        }
        if (state != Layout.RECORD_CALL) {
            throw new ImageException(String.format(
                    "internal error: thread slot %d (tid %d) was cut inside the runtime at 0x%x without a call record (state %d);"
                            + " keep the image and report it",
                    slot.index(), slot.tid(), saved.rip(), state));
        }
        if (isFutexWait(slot) && saved.inSystemCall()) {
            return after(slot, saved, 0);
        }
        if (hasStartedChild(tables, slot)) {
            return after(slot, saved, tables.thread((int) slot.child() - 1).tid());
        }
        return starting(
                slot, ApplicationContext.ofRecord(slot, saved), slot.recordWord("restart"), slot.recordWord("done"));
    }

    /** Whether the thread was creating another one, and that one already lives although the call has not been committed. */
    static boolean hasStartedChild(Tables tables, ThreadSlot slot) {
        long child = slot.child();
        if (child == 0 || slot.recordState() != Layout.RECORD_CALL) {
            return false;
        }
        int state = childOf(tables, slot).state();
        return state == Layout.THREAD_LIVE || state == Layout.THREAD_EXITING || state == Layout.THREAD_EXITED;
    }

    /** The slot that {@code thread.child} names; it must not be 0. */
    static ThreadSlot childOf(Tables tables, ThreadSlot slot) {
        long child = slot.child();
        if (child < 1 || child > tables.threadsHigh()) {
            throw new ImageException(
                    "the image is damaged: thread slot " + slot.index() + " is creating thread slot " + (child - 1));
        }
        return tables.thread((int) child - 1);
    }

    /**
     * An interrupted wait ends as if woken for no reason, which every user of futexes must expect. Not so FUTEX_WAIT_REQUEUE_PI, whose 0
     * says that the caller now owns a lock: it starts again.
     */
    private static boolean isFutexWait(ThreadSlot slot) {
        long command = slot.recordWord("rsi") & FUTEX_COMMAND;
        return slot.recordWord("rax") == FUTEX && (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET);
    }

    private ApplicationContext after(ThreadSlot slot, UserRegisters saved, long result) {
        ApplicationContext context = at(ApplicationContext.ofRecord(slot, saved), slot.recordWord("done"));
        context.registers[ApplicationContext.RAX] = result;
        context.registers[ApplicationContext.RCX] = slot.recordWord("done");
        context.entryWithSignal = OptionalLong.of(labels.exitAll());
        return context;
    }

    /** The call is made again. */
    private ApplicationContext starting(ThreadSlot slot, ApplicationContext context, long restart, long done) {
        context.registers[ApplicationContext.RCX] = done;
        context.registers[ApplicationContext.R11] = restart;
        context.entryWithSignal = OptionalLong.of(labels.entryRecorded());
        return at(context, restart);
    }

    private static ApplicationContext at(ApplicationContext context, long rip) {
        context.registers[ApplicationContext.RIP] = rip;
        return context;
    }
}
