package dev.suzaku.pmem;

import dev.suzaku.pmem.trace.UserRegisters;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What tests need to cut a program within a system call of their choice: one thread goes on, alone, until it enters the runtime with it. */
final class CallAim {
    private CallAim() {}

    /**
     * Lets a thread run until it enters the runtime with one of these calls.
     *
     * @param entries how many entries may be passed, or motions that something else ended
     * @return the thread at the entry; empty when it did not get there
     */
    static Optional<FrozenThread> runTo(Set<Long> calls, Freeze freeze, FrozenThread thread, int entries) {
        Optional<FrozenThread> now = Optional.of(thread);
        for (int left = entries; left > 0 && now.isPresent(); left--) {
            freeze.step(now.get(), 1); // off the entry
            now = again(freeze, thread);
            if (now.isPresent() && freeze.runToEntry(now.get())) {
                now = again(freeze, thread);
                if (now.isPresent() && calls.contains(call(now.get()))) {
                    return now;
                }
            }
        }
        return Optional.empty();
    }

    /** The number of the call with which a thread stands at the entry. */
    static long call(FrozenThread thread) {
        return thread.registers().get(UserRegisters.RAX);
    }

    /** The program's first thread; empty while a recovery has not begun it. */
    static Optional<FrozenThread> first(Freeze freeze) {
        return find(freeze, thread -> thread.slot() == 0);
    }

    /** A thread where it stands after a motion; empty when it has ended. */
    private static Optional<FrozenThread> again(Freeze freeze, FrozenThread before) {
        return find(freeze, thread -> thread.tid() == before.tid());
    }

    private static Optional<FrozenThread> find(Freeze freeze, Predicate<FrozenThread> wanted) {
        return freeze.threads().stream().filter(wanted).findFirst();
    }
}
