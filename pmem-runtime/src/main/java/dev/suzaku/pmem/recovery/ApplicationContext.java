package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import dev.suzaku.pmem.trace.UserRegisters;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the application continues: registers in the order of the kernel's {@code struct sigcontext}, signal mask, fs base, and where its
 * vector state lies in the tables.
 */
final class ApplicationContext {
    static final int R8 = 0;
    static final int R9 = 1;
    static final int R10 = 2;
    static final int R11 = 3;
    static final int R12 = 4;
    static final int R13 = 5;
    static final int R14 = 6;
    static final int R15 = 7;
    static final int RDI = 8;
    static final int RSI = 9;
    static final int RBP = 10;
    static final int RBX = 11;
    static final int RDX = 12;
    static final int RAX = 13;
    static final int RCX = 14;
    static final int RSP = 15;
    static final int RIP = 16;
    static final int EFLAGS = 17;
    static final int COUNT = 18;

    /** Vector state in its initial configuration. */
    static final int INITIAL_XSTATE = -1;

    /** Bit of SIGSYS, which must never be blocked: the kernel would kill instead of dispatching. */
    static final long SIGSYS_BIT = 1L << 30;

    private static final long TRAP_FLAG = 0x100;
    private static final long INTERRUPTS_AND_RESERVED = 0x202;

    final long[] registers = new long[COUNT];
    long signalMask;
    long fsBase;
    /** Offset of the xsave area in the tables, or {@link #INITIAL_XSTATE}. */
    int xstateOffset = INITIAL_XSTATE;
    /** Bytes of it. */
    int xstateBytes;

    /** Where the runtime takes the thread up instead of the application, when a signal waits for the end of its call. */
    OptionalLong entryWithSignal = OptionalLong.empty();

    /** A signal that reached the thread inside the runtime and that nothing has noted yet. */
    Optional<ArrivingSignal> arriving = Optional.empty();

    private ApplicationContext() {}

    /** All registers as the cut found them. */
    static ApplicationContext ofRegisters(ThreadSlot slot, UserRegisters saved) {
        ApplicationContext context = rest(slot, saved);
        long[] r = context.registers;
        r[R8] = saved.get(UserRegisters.R8);
        r[R9] = saved.get(UserRegisters.R9);
        r[R10] = saved.get(UserRegisters.R10);
        r[R11] = saved.get(UserRegisters.R11);
        r[R12] = saved.get(UserRegisters.R12);
        r[R13] = saved.get(UserRegisters.R13);
        r[R14] = saved.get(UserRegisters.R14);
        r[R15] = saved.get(UserRegisters.R15);
        r[RDI] = saved.get(UserRegisters.RDI);
        r[RSI] = saved.get(UserRegisters.RSI);
        r[RBP] = saved.get(UserRegisters.RBP);
        r[RBX] = saved.get(UserRegisters.RBX);
        r[RDX] = saved.get(UserRegisters.RDX);
        r[RAX] = saved.get(UserRegisters.RAX);
        r[RCX] = saved.get(UserRegisters.RCX);
        r[RSP] = saved.get(UserRegisters.RSP);
        r[RIP] = saved.rip();
        return context;
    }

    /** General registers from the call record, the rest as the cut found it; rip and rax are the caller's to set. */
    static ApplicationContext ofRecord(ThreadSlot slot, UserRegisters saved) {
        ApplicationContext context = rest(slot, saved);
        context.loadRecord(slot);
        context.registers[EFLAGS] =
                INTERRUPTS_AND_RESERVED; // the cut found the runtime's own, perhaps with the direction flag set
        return context;
    }

    /** The start of a thread that has not run yet: its slot's own record, initial vector state. */
    static ApplicationContext ofStart(ThreadSlot slot) {
        ApplicationContext context = new ApplicationContext();
        context.loadRecord(slot);
        context.registers[RAX] = slot.recordWord("result");
        context.registers[RIP] = slot.recordWord("done");
        context.registers[RCX] = context.registers[RIP];
        context.registers[EFLAGS] = INTERRUPTS_AND_RESERVED;
        context.signalMask = slot.signalMask() & ~SIGSYS_BIT;
        context.fsBase = slot.fsBase();
        return context;
    }

    /** What the kernel put into the frame of a signal, which must lie in the tables. */
    static ApplicationContext ofSignalFrame(Tables tables, UserRegisters saved, long ucontext, int xstateBytes) {
        SignalFrame frame = SignalFrame.inTables(tables, ucontext, xstateBytes);
        ApplicationContext context = new ApplicationContext();
        for (int i = 0; i < COUNT; i++) {
            context.registers[i] = frame.register(i);
        }
        context.setFlags(frame.register(EFLAGS));
        context.signalMask = frame.signalMask() & ~SIGSYS_BIT;
        context.fsBase = saved.get(UserRegisters.FS_BASE);
        context.xstateOffset = frame.xstateOffset();
        context.xstateBytes = xstateBytes;
        return context;
    }

    private static ApplicationContext rest(ThreadSlot slot, UserRegisters saved) {
        ApplicationContext context = new ApplicationContext();
        context.setFlags(saved.get(UserRegisters.EFLAGS));
        context.fsBase = saved.get(UserRegisters.FS_BASE);
        context.signalMask = slot.word(ThreadSlot.SAVED + ThreadSlot.SAVED_MASK) & ~SIGSYS_BIT;
        context.xstateOffset = slot.offset() + ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE;
        context.xstateBytes = (int) slot.word(ThreadSlot.SAVED + ThreadSlot.SAVED_XSTATE_LENGTH);
        return context;
    }

    private void setFlags(long flags) {
        registers[EFLAGS] = flags & ~TRAP_FLAG;
    }

    private void loadRecord(ThreadSlot slot) {
        registers[R8] = slot.recordWord("r8");
        registers[R9] = slot.recordWord("r9");
        registers[R10] = slot.recordWord("r10");
        registers[R12] = slot.recordWord("r12");
        registers[R13] = slot.recordWord("r13");
        registers[R14] = slot.recordWord("r14");
        registers[R15] = slot.recordWord("r15");
        registers[RDI] = slot.recordWord("rdi");
        registers[RSI] = slot.recordWord("rsi");
        registers[RBP] = slot.recordWord("rbp");
        registers[RBX] = slot.recordWord("rbx");
        registers[RDX] = slot.recordWord("rdx");
        registers[RAX] = slot.recordWord("rax");
        registers[RSP] = slot.recordWord("rsp");
    }
}
