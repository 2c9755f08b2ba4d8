package dev.suzaku.pmem;

import dev.suzaku.pmem.trace.UserRegisters;

/**
 * A thread that stands still.
 *
 * @param tid thread id as this JVM sees it
 * @param slot its slot in the image's thread table, or -1 when it has not begun to run the program
 * @param place where it was caught
 * @param registers its general registers
 */
public record FrozenThread(int tid, int slot, ThreadPlace place, UserRegisters registers) {
    /** Whether the thread has a slot in the image, that is: whether it has anything to save. */
    public boolean hasSlot() {
        return slot >= 0;
    }
}
