package dev.suzaku.pmem.trace;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.suzaku.pmem.system.Linux;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The requests of ptrace(2) that a freeze needs. Call on the tracing thread only. */
final class Ptrace {
    static final int XSTATE_BYTES_MAX = 16384;

    private static final int SEIZE = 0x4206;
    private static final int INTERRUPT = 0x4207;
    private static final int PEEKDATA = 2;
    private static final int POKEDATA = 5;
    private static final int POKEUSER = 6;
    private static final int CONT = 7;
    private static final int SINGLESTEP = 9;

    /** Offset of the debug registers in struct user, and the value of the seventh that makes the first an execution breakpoint. */
    private static final long DEBUG_REGISTERS = 848;

    private static final long FIRST_ENABLED = 1;
    private static final int DETACH = 17;
    private static final int GETREGSET = 0x4204;
    private static final int GETSIGMASK = 0x420a;
    private static final int GETSIGINFO = 0x4202;
    private static final int PEEKSIGINFO = 0x4209;
    private static final int PEEK_AT_ONCE = 64;
    private static final int PEEK_ARGUMENTS_BYTES = 16;
    /** Of siginfo_t. */
    static final int INFORMATION_BYTES = 128;

    private static final int OPTION_EXITKILL = 0x100000;
    private static final int NT_PRSTATUS = 1;
    private static final int NT_X86_XSTATE = 0x202;
    private static final int WALL = 0x40000000;
    private static final int NO_HANG = 1;
    private static final int EVENT_STOP = 128;

    /** struct iovec, then room for the largest register set. */
    private final Memory scratch = new Memory(16 + XSTATE_BYTES_MAX);

    /** In place of a wait status: the thread was gone, and how it ended is not known. */
    private static final int GONE = -1;

    /** How a wait for one thread ended. */
    record Stop(boolean stopped, int signal, int status) {
        static Stop gone() {
            return new Stop(false, 0, GONE);
        }

        boolean isKnown() {
            return status != GONE;
        }
    }

    void seize(int tid) {
        Linux.ptrace(SEIZE, tid, 0, OPTION_EXITKILL);
    }

    void interrupt(int tid) {
        Linux.ptrace(INTERRUPT, tid, 0, 0L);
    }

    /** Lets a stopped thread go, with the signal whose delivery the stop had interrupted, or 0. */
    void detach(int tid, int signal) {
        Linux.ptrace(DETACH, tid, 0, (long) signal);
    }

    /** Lets a stopped thread execute one instruction, with the signal whose delivery the stop had interrupted, or 0. */
    void singleStep(int tid, int signal) {
        Linux.ptrace(SINGLESTEP, tid, 0, (long) signal);
    }

    /** Lets a stopped thread run, with the signal whose delivery the stop had interrupted, or 0. */
    void resume(int tid, int signal) {
        Linux.ptrace(CONT, tid, 0, (long) signal);
    }

    /** The thread stops with SIGTRAP before it executes the instruction at this address; 0 takes the breakpoint away. */
    void breakAt(int tid, long address) {
        Linux.ptrace(POKEUSER, tid, DEBUG_REGISTERS + 7 * Long.BYTES, 0L);
        Linux.ptrace(POKEUSER, tid, DEBUG_REGISTERS, address);
        if (address != 0) {
            Linux.ptrace(POKEUSER, tid, DEBUG_REGISTERS + 7 * Long.BYTES, FIRST_ENABLED);
        }
    }

    /** How a seized thread has stopped or ended since the last wait; empty while it still runs. */
    Optional<Stop> poll(int tid) {
        int[] status = new int[1];
        try {
            return Linux.waitpid(tid, status, WALL | NO_HANG) == 0 ? Optional.empty() : Optional.of(decode(status[0]));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Linux.ECHILD) {
                return Optional.of(Stop.gone());
            }
            throw e;
        }
    }

    /** Waits until a seized thread stops or ends. */
    Stop await(int tid) {
        int[] status = new int[1];
        while (true) {
            try {
                Linux.waitpid(tid, status, WALL);
                return decode(status[0]);
            } catch (LastErrorException e) {
                if (e.getErrorCode() == Linux.ECHILD) {
                    return Stop.gone(); // reaped already: another thread of its group had called exec or exit
                }
                if (e.getErrorCode() != Linux.EINTR) {
                    throw e;
                }
            }
        }
    }

    /** A stop of an interrupt carries no signal; any other stop interrupts the delivery of one. */
    private static Stop decode(int status) {
        boolean stopped = (status & 0xff) == 0x7f;
        boolean interrupted = status >>> 16 == EVENT_STOP;
        return new Stop(stopped, stopped && !interrupted ? status >> 8 & 0xff : 0, status);
    }

    /** The 8 bytes of a stopped thread's memory at an address. */
    long peek(int tid, long address) {
        Linux.ptrace(PEEKDATA, tid, address, scratch);
        return scratch.getLong(0);
    }

    /** Changes the 8 bytes of a stopped thread's memory at an address. */
    void poke(int tid, long address, long word) {
        Linux.ptrace(POKEDATA, tid, address, word);
    }

    UserRegisters registers(int tid) {
        int length = registerSet(tid, NT_PRSTATUS, UserRegisters.BYTES);
        if (length != UserRegisters.BYTES) {
            throw new IllegalStateException(
                    "thread " + tid + " is not a 64-bit thread: " + length + " bytes of registers");
        }
        return new UserRegisters(scratch.getLongArray(16, UserRegisters.COUNT));
    }

    /** The xsave area in its standard format; valid until the next call. */
    ByteBuffer xstate(int tid) {
        int length = registerSet(tid, NT_X86_XSTATE, XSTATE_BYTES_MAX);
        return scratch.getByteBuffer(16, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    long signalMask(int tid) {
        Linux.ptrace(GETSIGMASK, tid, Long.BYTES, scratch.share(16));
        return scratch.getLong(16);
    }

    /** The siginfo_t of the signal whose delivery a stop has interrupted. */
    byte[] interruptedSignal(int tid) {
        Linux.ptrace(GETSIGINFO, tid, 0, scratch);
        return scratch.getByteArray(0, INFORMATION_BYTES);
    }

    /** The siginfo_t of every signal that waits for a thread, or with {@code shared} for its process, oldest first. */
    List<byte[]> pendingSignals(int tid, boolean shared) {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            scratch.setLong(0, all.size());
            scratch.setInt(8, shared ? 1 : 0);
            scratch.setInt(12, PEEK_AT_ONCE);
            Pointer buffer = scratch.share(PEEK_ARGUMENTS_BYTES);
            int count = (int) Linux.ptrace(PEEKSIGINFO, tid, Pointer.nativeValue(scratch), buffer);
            for (int i = 0; i < count; i++) {
                all.add(buffer.getByteArray((long) i * INFORMATION_BYTES, INFORMATION_BYTES));
            }
            if (count < PEEK_AT_ONCE) {
                return all;
            }
        }
    }

    private int registerSet(int tid, int type, int capacity) {
        scratch.setLong(0, Pointer.nativeValue(scratch) + 16);
        scratch.setLong(8, capacity);
        Linux.ptrace(GETREGSET, tid, type, scratch);
        return (int) scratch.getLong(8);
    }
}
