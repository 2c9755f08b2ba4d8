package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.ThreadSlot.SAVED;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_CHECKSUM;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_MASK;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_REGISTERS;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_VALID;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_XSTATE;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_XSTATE_BYTES;
import static dev.suzaku.pmem.image.ThreadSlot.SAVED_XSTATE_LENGTH;

import dev.suzaku.pmem.trace.UserRegisters;
import java.util.zip.CRC32C;

/** The save area of a thread slot ({@code struct saved_thread}): what a cut keeps of one thread. */
public final class SaveArea {
    private SaveArea() {}

    /** CRC32C over general registers, signal mask and the xsave area in use. */
    public static long checksum(Tables tables, ThreadSlot slot) {
        long length = slot.word(SAVED + SAVED_XSTATE_LENGTH);
        if (!isPossible(length)) {
            throw new IllegalArgumentException(
                    "thread slot " + slot.index() + " has an xsave area of " + length + " bytes");
        }
        CRC32C crc = new CRC32C();
        crc.update(tables.slice(slot.offset() + SAVED + SAVED_REGISTERS, UserRegisters.BYTES));
        crc.update(tables.slice(slot.offset() + SAVED + SAVED_MASK, Long.BYTES));
        crc.update(tables.slice(slot.offset() + SAVED + SAVED_XSTATE, (int) length));
        return crc.getValue();
    }

    /** Whether the save area is complete and its checksum right. */
    public static boolean isIntact(Tables tables, ThreadSlot slot) {
        return slot.isSaved()
                && isPossible(slot.word(SAVED + SAVED_XSTATE_LENGTH))
                && slot.word(SAVED + SAVED_CHECKSUM) == checksum(tables, slot);
    }

    private static boolean isPossible(long length) {
        return length >= 0 && length <= SAVED_XSTATE_BYTES;
    }

    /**
     * Where a byte of a complete save area lies in the tables, without the gaps that no checksum covers.
     *
     * @param place 0 = the mark that it is complete; then registers, mask, length, checksum and xsave area, counted around
     */
    public static int position(ThreadSlot slot, int place) {
        int head = SAVED_CHECKSUM + Long.BYTES - SAVED_REGISTERS;
        int at = (place - 1) % (head + (int) slot.word(SAVED + SAVED_XSTATE_LENGTH));
        int inArea = at < head ? SAVED_REGISTERS + at : SAVED_XSTATE + at - head;
        return slot.offset() + SAVED + (place == 0 ? SAVED_VALID : inArea);
    }
}
