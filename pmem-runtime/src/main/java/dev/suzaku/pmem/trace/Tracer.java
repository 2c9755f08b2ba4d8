package dev.suzaku.pmem.trace;

import com.sun.jna.LastErrorException;
import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.system.Linux;
import dev.suzaku.pmem.system.TaskList;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * One process held by ptrace: all of its threads are stopped from {@link #stop} until {@link #release} or {@link #kill}. Callable from
 * any thread; the work happens on the tracing thread.
 */
public final class Tracer {
    private static final long KILL_TIMEOUT_MILLIS = 10_000;
    private static final long STEP_TIMEOUT_NANOS = 5_000_000;
    private static final long RUN_TIMEOUT_NANOS = 20_000_000;
    private static final int SIGTRAP = 5;
    /** In place of a signal: somebody else reaped the thread. */
    private static final int UNKNOWN = -1;

    private static final int SIGSYS = 31;
    /** The instruction pushf. */
    private static final int PUSH_FLAGS = 0x9c;

    private static final long TRAP_FLAG = 0x100;
    /** SIGILL, SIGBUS, SIGFPE, SIGSEGV. */
    private static final Set<Integer> FAULTS = Set.of(4, 7, 8, 11);

    private final int pid;
    private final Ptrace ptrace;
    /** Stopped threads and the signal whose delivery each stop interrupted, 0 for none. */
    private final SortedMap<Integer, Integer> stopped = new TreeMap<>();

    private Tracer(int pid) {
        this.pid = pid;
        this.ptrace = new Ptrace();
    }

    /** Registers, signal mask and vector state of one stopped thread. */
    public record State(UserRegisters registers, long signalMask, ByteBuffer xstate) {}

    /**
     * Stops all threads of a process.
     *
     * @throws ImageException when it has ended or may not be traced
     */
    public static Tracer stop(int pid) {
        Tracer tracer = new Tracer(pid);
        PtraceThread.call(() -> {
            tracer.stopAll();
            return null;
        });
        if (tracer.stopped.isEmpty()) {
            throw new ImageException("process " + pid + " has ended");
        }
        return tracer;
    }

    /** Ids of the stopped threads, ascending. */
    public List<Integer> threads() {
        return List.copyOf(stopped.keySet());
    }

    /** General registers of the stopped threads, in the order of {@link #threads}. */
    public List<UserRegisters> registers() {
        return PtraceThread.call(() -> {
            List<UserRegisters> all = new ArrayList<>(stopped.size());
            for (int tid : stopped.keySet()) {
                all.add(ptrace.registers(tid));
            }
            return all;
        });
    }

    /** Everything about one stopped thread that a cut saves. */
    public State state(int tid) {
        return PtraceThread.call(() -> {
            UserRegisters registers = ptrace.registers(tid);
            long mask = ptrace.signalMask(tid);
            ByteBuffer xstate = ptrace.xstate(tid);
            ByteBuffer copy = ByteBuffer.allocate(xstate.remaining()).order(xstate.order());
            copy.put(xstate).flip();
            return new State(registers, mask, copy);
        });
    }

    /**
     * The signals that a stopped thread would still get: the one whose delivery its stop interrupted, then those that wait for it, as
     * {@code siginfo_t}. A fault is not among them, it happens again; nor is a SIGSYS, which the registers tell.
     */
    public List<byte[]> pendingSignals(int tid) {
        return PtraceThread.call(() -> {
            List<byte[]> all = new ArrayList<>();
            int interrupted = stopped.get(tid);
            if (interrupted != 0 && interrupted != SIGTRAP && interrupted != SIGSYS) {
                all.add(ptrace.interruptedSignal(tid));
            }
            all.addAll(ptrace.pendingSignals(tid, false));
            all.removeIf(Tracer::happensAgain);
            return all;
        });
    }

    /** The signals that wait for the process as a whole, as {@code siginfo_t}. */
    public List<byte[]> pendingSignals() {
        return PtraceThread.call(() -> {
            List<byte[]> all = ptrace.pendingSignals(stopped.firstKey(), true);
            all.removeIf(Tracer::happensAgain);
            return all;
        });
    }

    private static boolean happensAgain(byte[] information) {
        ByteBuffer words = ByteBuffer.wrap(information).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int signal = words.getInt(0);
        int code = words.getInt(8);
        return signal == SIGSYS || signal == SIGTRAP || (FAULTS.contains(signal) && code > 0);
    }

    /**
     * Lets one stopped thread execute instructions while all others stand still. It may end up in a call that waits for them: then it
     * is stopped there.
     *
     * @return the instructions executed, at most {@code instructions}
     */
    public int step(int tid, int instructions) {
        return stepUntil(tid, instructions, rip -> false);
    }

    /**
     * As {@link #step}, and ends earlier when the thread stands before an instruction at which it shall stop.
     *
     * @param here whether to stop before the instruction at this address; asked on the tracing thread after every instruction
     */
    public int stepUntil(int tid, int instructions, LongPredicate here) {
        return PtraceThread.call(() -> {
            int executed = stepThread(tid, instructions, here);
            stopAll(); // it may have created a thread
            return executed;
        });
    }

    /**
     * Lets one stopped thread run, while all others stand still, until it is about to execute the instruction at an address. It is
     * stopped elsewhere when it does not get there in time.
     *
     * @return whether it stands at the address
     */
    public boolean runTo(int tid, long address) {
        return PtraceThread.call(() -> {
            boolean there = runThread(tid, address);
            stopAll();
            return there;
        });
    }

    private boolean runThread(int tid, long address) {
        ptrace.breakAt(tid, address);
        long deadline = System.nanoTime() + RUN_TIMEOUT_NANOS;
        while (true) {
            ptrace.resume(tid, stopped.get(tid) == SIGTRAP ? 0 : stopped.get(tid));
            Ptrace.Stop stop = awaitStep(tid);
            if (!stop.stopped()) {
                stopped.remove(tid);
                return false;
            }
            stopped.put(tid, stop.signal() == SIGTRAP ? 0 : stop.signal());
            boolean there = ptrace.registers(tid).rip() == address;
            if (there || stop.signal() != SIGSYS || System.nanoTime() > deadline) {
                ptrace.breakAt(tid, 0);
                return there;
            }
        }
    }

    private int stepThread(int tid, int instructions, LongPredicate here) {
        if (!stopped.containsKey(tid)) {
            return 0; // it ended in a motion before this one
        }
        UserRegisters before = ptrace.registers(tid);
        for (int done = 0; done < instructions; done++) {
            int signal = stopped.get(tid) == SIGTRAP ? 0 : stopped.get(tid);
            ptrace.singleStep(tid, signal);
            Ptrace.Stop stop = awaitStep(tid);
            if (!stop.stopped()) {
                stopped.remove(tid); // it has ended, perhaps with its process
                return done;
            }
            stopped.put(tid, stop.signal() == SIGTRAP ? 0 : stop.signal());
            if (stop.signal() != SIGTRAP && stop.signal() != SIGSYS) {
                return done;
            }
            UserRegisters now = ptrace.registers(tid);
            hideTrapFlag(tid, before, now);
            if (here.test(now.rip())) {
                return done + 1;
            }
            before = now;
        }
        return instructions;
    }

    /** A single step sets the trap flag: where the program has just pushed the flags, it would find it, after a cut as well. */
    private void hideTrapFlag(int tid, UserRegisters before, UserRegisters now) {
        long top = now.get(UserRegisters.RSP);
        boolean pushed = now.rip() == before.rip() + 1 && top == before.get(UserRegisters.RSP) - Long.BYTES;
        if (pushed && byteAt(tid, before.rip()) == PUSH_FLAGS) {
            ptrace.poke(tid, top, ptrace.peek(tid, top) & ~TRAP_FLAG);
        }
    }

    /** Read with the aligned word around it, which lies in one page. */
    private int byteAt(int tid, long address) {
        long word = ptrace.peek(tid, address & -Long.BYTES);
        return (int) (word >>> (address % Long.BYTES) * Byte.SIZE) & 0xff;
    }

    private Ptrace.Stop awaitStep(int tid) {
        long deadline = System.nanoTime() + STEP_TIMEOUT_NANOS;
        while (true) {
            Optional<Ptrace.Stop> stop = ptrace.poll(tid);
            if (stop.isPresent()) {
                return stop.get();
            }
            if (System.nanoTime() > deadline) {
                ptrace.interrupt(tid);
                return ptrace.await(tid);
            }
            Thread.yield(); // on one processor the thread runs only while this one does not
        }
    }

    /** Lets all threads run on; signals that were about to be delivered are. */
    public void release() {
        PtraceThread.call(() -> {
            stopped.forEach((tid, signal) -> {
                try {
                    ptrace.detach(tid, signal);
                } catch (LastErrorException e) {
                    if (e.getErrorCode() != Linux.ESRCH) { // killed by someone else in the meantime
                        throw e;
                    }
                }
            });
            stopped.clear();
            return null;
        });
    }

    /**
     * Kills the process and waits until it is gone.
     *
     * @param pidfd descriptor of the process
     * @return the signal that ended it, 0 when it had exited, -1 when nobody learnt how it ended
     */
    public int kill(int pidfd) {
        return PtraceThread.call(() -> {
            sendKill(pidfd);
            int signal = UNKNOWN;
            for (int tid : stopped.keySet()) {
                if (tid != pid) {
                    signal = Math.max(signal, signalOf(awaitEnd(tid)));
                }
            }
            if (stopped.containsKey(pid)) {
                int ofLeader = signalOf(awaitEnd(pid));
                signal = ofLeader == UNKNOWN ? signal : ofLeader;
            }
            stopped.clear();
            if (!Linux.awaitReadable(pidfd, KILL_TIMEOUT_MILLIS)) {
                throw new ImageException("process " + pid + " did not die within 10 s of SIGKILL");
            }
            return signal;
        });
    }

    private static void sendKill(int pidfd) {
        try {
            Linux.pidfdSendSignal(pidfd, Linux.SIGKILL);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Linux.ESRCH) { // someone else was faster; the waits below tell how it ended
                throw e;
            }
        }
    }

    private Ptrace.Stop awaitEnd(int tid) {
        while (true) {
            Ptrace.Stop stop = ptrace.await(tid);
            if (!stop.stopped()) {
                return stop;
            }
        }
    }

    private static int signalOf(Ptrace.Stop end) {
        return end.isKnown() ? end.status() & 0x7f : UNKNOWN;
    }

    /** Until no thread appears that was not there before; only a thread that still runs can make a new one. */
    private void stopAll() {
        List<Integer> fresh = newThreads();
        while (!fresh.isEmpty()) {
            List<Integer> seized = new ArrayList<>(fresh.size());
            for (int tid : fresh) {
                if (seize(tid)) {
                    seized.add(tid);
                }
            }
            // The first thread last: once it has ended, nobody learns of it before all others have ended too.
            for (int tid : seized) {
                if (tid != pid) {
                    note(tid, ptrace.await(tid));
                }
            }
            if (seized.contains(pid)) {
                note(pid, awaitFirstThread());
            }
            if (seized.isEmpty()) {
                return; // what is left are threads on their way out
            }
            fresh = newThreads();
        }
    }

    private void note(int tid, Ptrace.Stop stop) {
        if (stop.stopped()) {
            stopped.put(tid, stop.signal());
        }
    }

    /** The first thread may have ended while others, which stand still now, keep the process: that is no reason to wait for them. */
    private Ptrace.Stop awaitFirstThread() {
        while (true) {
            Optional<Ptrace.Stop> stop = ptrace.poll(pid);
            if (stop.isPresent()) {
                return stop.get();
            }
            if (hasEnded(pid)) {
                return ptrace.poll(pid).orElseGet(Ptrace.Stop::gone);
            }
            Thread.yield();
        }
    }

    private boolean seize(int tid) {
        try {
            ptrace.seize(tid);
            ptrace.interrupt(tid);
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Linux.ESRCH || hasEnded(tid)) {
                return false;
            }
            throw new ImageException(
                    "cannot trace thread " + tid + " of process " + pid + ": " + e.getMessage()
                            + "; is another tracer attached, or ptrace restricted (sysctl kernel.yama.ptrace_scope)?",
                    e);
        }
    }

    private List<Integer> newThreads() {
        return TaskList.of(pid).stream()
                .filter(tid -> !stopped.containsKey(tid))
                .toList();
    }

    private boolean hasEnded(int tid) {
        try {
            String line = java.nio.file.Files.readString(Path.of("/proc/" + pid + "/task/" + tid + "/stat"));
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (java.io.IOException e) {
            return true; // no such thread any more
        }
    }
}
