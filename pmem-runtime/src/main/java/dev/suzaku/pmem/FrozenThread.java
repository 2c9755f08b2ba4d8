package dev.suzaku.pmem;

import dev.suzaku.pmem.trace.UserRegisters;
import java.util.Set;

/**
 * A thread that stands still.
 *
 * @param tid thread id as this JVM sees it
 * @param slot its slot in the image's thread table, or -1 when it has not begun to run the program
 * @param place where it was caught
 * @param registers its general registers
 */
public record FrozenThread(int tid, int slot, ThreadPlace place, UserRegisters registers) {
    /** The kernel's internal answers ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND and ERESTART_RESTARTBLOCK. */
    private static final Set<Long> RESTARTS = Set.of(-512L, -513L, -514L, -516L);

    /** Whether the thread was waiting in a system call, which only the stop interrupted. */
    public boolean isWaiting() {
        return place == ThreadPlace.KERNEL && RESTARTS.contains(registers.get(UserRegisters.RAX));
    }

    /** Whether the thread has a slot in the image, that is: whether it has anything to save. */
    public boolean hasSlot() {
        return slot >= 0;
    }
}
