package dev.suzaku.pmem.recovery;

import static dev.suzaku.pmem.image.Layout.number;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.trace.UserRegisters;
import java.nio.ByteBuffer;

/**
 * The kernel's {@code struct ucontext} of x86-64 with its xsave area, as rt_sigreturn reads it (linux/arch/x86 uapi):
 *
 * <pre>
 *   +0    uc_flags, uc_link           8 bytes each
 *   +16   uc_stack                    24
 *   +40   r8..r15 rdi rsi rbp rbx rdx rax rcx rsp rip eflags   18 x 8
 *   +184  cs gs fs ss                 2 each
 *   +192  err trapno oldmask cr2      8 each
 *   +224  fpstate                     8, address of the xsave area, 0 = initial vector state
 *   +232  reserved                    64
 *   +296  uc_sigmask                  8
 * </pre>
 */
final class SignalFrame {
    static final int FLAGS = 0;
    static final int REGISTERS = number("ucontext.uc_mcontext");
    static final int SELECTORS = REGISTERS + ApplicationContext.COUNT * Long.BYTES;
    static final int XSTATE_POINTER = number("ucontext.uc_mcontext.fpstate");
    static final int SIGNAL_MASK = number("ucontext.uc_sigmask");
    static final int BYTES = number("ucontext.bytes");

    private static final long NO_CALL = -1;
    /** Where the registers of a frame, in its order, lie in {@code struct user_regs_struct}. */
    private static final int[] PTRACE_ORDER = {
        UserRegisters.R8, UserRegisters.R9, UserRegisters.R10, UserRegisters.R11, UserRegisters.R12, UserRegisters.R13,
        UserRegisters.R14, UserRegisters.R15, UserRegisters.RDI, UserRegisters.RSI, UserRegisters.RBP,
                UserRegisters.RBX,
        UserRegisters.RDX, UserRegisters.RAX, UserRegisters.RCX, UserRegisters.RSP, UserRegisters.RIP,
                UserRegisters.EFLAGS
    };

    private final Tables tables;
    private final int offset;
    private final int xstateBytes;

    private SignalFrame(Tables tables, int offset, int xstateBytes) {
        this.tables = tables;
        this.offset = offset;
        this.xstateBytes = xstateBytes;
    }

    /**
     * The frame at an address.
     *
     * @throws ImageException when it does not lie in the tables
     */
    static SignalFrame inTables(Tables tables, long ucontext, int xstateBytes) {
        if (!Tables.contains(ucontext, BYTES)) {
            throw new ImageException(
                    "the image is damaged: signal frame at 0x" + Long.toHexString(ucontext) + " is not in the tables");
        }
        return new SignalFrame(tables, Tables.offsetOf(ucontext), xstateBytes);
    }

    long register(int index) {
        return tables.word(offset + REGISTERS + index * Long.BYTES);
    }

    /** The registers in the frame as a cut would have found them; segments and fs base are those of the same thread, saved later. */
    UserRegisters interrupted(UserRegisters saved) {
        long[] words = saved.words().clone();
        for (int i = 0; i < PTRACE_ORDER.length; i++) {
            words[PTRACE_ORDER[i]] = register(i);
        }
        words[UserRegisters.ORIG_RAX] = NO_CALL;
        return new UserRegisters(words);
    }

    long signalMask() {
        return tables.word(offset + SIGNAL_MASK);
    }

    /** Offset of the xsave area in the tables, or INITIAL_XSTATE. */
    int xstateOffset() {
        long pointer = tables.word(offset + XSTATE_POINTER);
        if (pointer == 0) {
            return ApplicationContext.INITIAL_XSTATE;
        }
        if (!Tables.contains(pointer, xstateBytes)) {
            throw new ImageException(
                    "the image is damaged: xsave area at 0x" + Long.toHexString(pointer) + " is not in the tables");
        }
        return Tables.offsetOf(pointer);
    }

    /** Writes a frame for a context; xsave data is not part of it. */
    static void write(ByteBuffer frame, ApplicationContext context, long xstatePointer, long flags) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            frame.putLong(i, 0);
        }
        frame.putLong(FLAGS, flags);
        for (int i = 0; i < ApplicationContext.COUNT; i++) {
            frame.putLong(REGISTERS + i * Long.BYTES, context.registers[i]);
        }
        frame.putShort(SELECTORS, (short) 0x33);
        frame.putShort(SELECTORS + 3 * Short.BYTES, (short) 0x2b);
        frame.putLong(XSTATE_POINTER, xstatePointer);
        frame.putLong(SIGNAL_MASK, context.signalMask);
    }
}
