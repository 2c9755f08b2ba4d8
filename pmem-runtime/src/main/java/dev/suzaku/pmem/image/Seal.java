package dev.suzaku.pmem.image;

import static dev.suzaku.pmem.image.Layout.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The seal of an image: a CRC32C of the header, in which lie the checksums of all tables. Three words of the header are outside of
 * it and count as 0: the seal itself; {@code sealed}, which says whether it holds; and behind that {@code being_cut}, which a controller sets
 * before it has stopped the process.
 *
 * <p>An image that is CUT always has a seal. One that is RECOVERING has it until the runtime changes the tables for the first time.
 * Words that mean nothing in another process are zeroed first by {@link #clearVolatile}, because the kernel still writes some of them
 * while the process dies.
 */
public final class Seal {
    private static final int HEADER_BYTES = number("image_header.bytes");
    private static final int SEAL = number("image_header.seal");
    private static final int SEALED = number("image_header.sealed");
    private static final int BEING_CUT = number("image_header.being_cut");
    private static final int CHECKSUMS = number("image_header.table_checksums");
    private static final byte[] NOTHING = new byte[Long.BYTES];

    private Seal() {}

    /** Seals the tables as they are now. {@code sealed} is the last store. Returns the seal, 0 to 2^32-1. */
    public static long write(Tables tables) {
        for (int i = 0; i < SealedTable.ALL.size(); i++) {
            tables.setHalf(checksumOffset(i), (int) SealedTable.ALL.get(i).checksum(tables));
        }
        long seal = ofHeader(tables);
        tables.setHeaderWord("seal", seal);
        tables.setHeaderWord("sealed", 1);
        return seal;
    }

    /** Says that the tables are about to change. */
    public static void breakSeal(Tables tables) {
        tables.setHeaderWord("sealed", 0);
    }

    /** Whether the image must have a seal: not while, or after, a recovery has changed it. */
    public static boolean isSealed(Tables tables) {
        return tables.state() == ImageState.CUT || tables.headerWord("sealed") != 0;
    }

    /**
     * What does not match the seal, in one line; empty when everything does.
     *
     * @throws IllegalArgumentException when a count in a header that matches does not fit its table
     */
    public static Optional<String> damage(Tables tables) {
        if (tables.headerWord("seal") != ofHeader(tables)) {
            return Optional.of("the checksum of its header does not match its seal");
        }
        List<String> damaged = new ArrayList<>();
        for (int i = 0; i < SealedTable.ALL.size(); i++) {
            SealedTable table = SealedTable.ALL.get(i);
            if (tables.half(checksumOffset(i)) != (int) table.checksum(tables)) {
                damaged.add(table.title());
            }
        }
        return damaged.isEmpty()
                ? Optional.empty()
                : Optional.of("the checksum of its table of " + String.join(" and of ", damaged) + " does not match");
    }

    /** Zeroes what a recovery must not read: the kernel's and the recovery barrier's words of every thread slot. */
    public static void clearVolatile(Tables tables) {
        for (int slot = 0; slot < tables.threadsHigh(); slot++) {
            tables.thread(slot).clearVolatile();
        }
    }

    private static int checksumOffset(int table) {
        return CHECKSUMS + table * Integer.BYTES;
    }

    private static long ofHeader(Tables tables) {
        CRC32C crc = new CRC32C();
        crc.update(tables.slice(0, SEAL));
        crc.update(NOTHING);
        crc.update(tables.slice(SEAL + Long.BYTES, SEALED - SEAL - Long.BYTES));
        crc.update(NOTHING);
        crc.update(NOTHING);
        crc.update(tables.slice(BEING_CUT + Long.BYTES, HEADER_BYTES - BEING_CUT - Long.BYTES));
        return crc.getValue();
    }
}
