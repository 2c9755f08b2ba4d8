package dev.suzaku.pmem.recovery;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.ByteBuffer;

/**
 * The frame from which rt_sigreturn starts a recovered thread:
 *
 * <pre>
 *   resume_frame + 0      struct ucontext (see SignalFrame)
 *   resume_frame + 1024   xsave area, header.xstate_bytes; software-reserved bytes at 464; then the second magic number
 * </pre>
 */
final class ResumeFrame {
    static final int XSTATE = 1024;
    private static final long FLAGS = 0x1 | 0x2 | 0x4; // UC_FP_XSTATE, UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS
    private static final int SOFTWARE = 464;
    private static final int FEATURES_IN_USE = 512;
    private static final int LEAST_XSTATE_BYTES = 576; // legacy area and xsave header
    private static final int MAGIC1 = 0x46505853;
    private static final int MAGIC2 = 0x46505845;
    private static final long TILE_DATA = 1L << 18;

    private ResumeFrame() {}

    /** Writes the frame of a slot, and the fs base that belongs to it. */
    static void write(Tables tables, ThreadSlot slot, ApplicationContext context) {
        int bytes = xstateBytes(tables);
        int base = slot.offset() + ThreadSlot.RESUME_FRAME;
        ByteBuffer frame = tables.slice(base, ThreadSlot.RESUME_FRAME_BYTES);
        long pointer = 0;
        if (context.xstateOffset != ApplicationContext.INITIAL_XSTATE) {
            copyXstate(
                    tables, context, frame.slice(XSTATE, bytes + Integer.BYTES).order(frame.order()), bytes);
            pointer = Layout.TABLES_BASE + base + XSTATE;
        }
        SignalFrame.write(frame, context, pointer, FLAGS);
        slot.setResumeFsBase(context.fsBase);
    }

    /** Size of the xsave area in a signal frame, from the header. */
    static int xstateBytes(Tables tables) {
        long bytes = tables.headerWord("xstate_bytes");
        if (bytes < LEAST_XSTATE_BYTES || bytes > ThreadSlot.SAVED_XSTATE_BYTES || bytes % Integer.BYTES != 0) {
            throw new ImageException("the image is damaged: its xsave area has " + bytes + " bytes");
        }
        return (int) bytes;
    }

    /** Refuses vector state that does not fit the frame. */
    static void check(Tables tables, ApplicationContext context, ThreadSlot slot) {
        if (context.xstateOffset == ApplicationContext.INITIAL_XSTATE) {
            return;
        }
        if (context.xstateBytes < LEAST_XSTATE_BYTES) {
            throw new ImageException("the image is damaged: thread slot " + slot.index() + " saved "
                    + context.xstateBytes + " bytes of vector state");
        }
        long inUse = tables.word(context.xstateOffset + FEATURES_IN_USE);
        if ((inUse & ~tables.headerWord("xstate_features") & TILE_DATA) != 0) {
            throw new ImageException("thread slot " + slot.index()
                    + " uses AMX tiles, which an image cannot carry; run the program without AMX");
        }
    }

    private static void copyXstate(Tables tables, ApplicationContext context, ByteBuffer area, int bytes) {
        int given = Math.min(context.xstateBytes, bytes);
        area.put(0, tables.slice(context.xstateOffset, given), 0, given);
        for (int i = given; i < bytes; i++) {
            area.put(i, (byte) 0);
        }
        long features = tables.headerWord("xstate_features");
        area.putInt(SOFTWARE, MAGIC1);
        area.putInt(SOFTWARE + 4, bytes + Integer.BYTES);
        area.putLong(SOFTWARE + 8, features);
        area.putInt(SOFTWARE + 16, bytes);
        area.putLong(FEATURES_IN_USE, area.getLong(FEATURES_IN_USE) & features);
        area.putInt(bytes, MAGIC2);
    }
}
