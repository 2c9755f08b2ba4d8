package dev.suzaku.pmem.image;

/** The life of an image; {@code enum image_state} of layout.h. */
public enum ImageState {
    /** No program has begun in it. */
    EMPTY,
    /** A program runs, or it was ended in the middle of a cut or with its controller, without being saved. */
    RUNNING,
    /** Cut: registers saved, tables sealed. */
    CUT,
    /** Resume frames are complete; no application instruction has run since. */
    RECOVERING,
    /** The program ended by itself. */
    ENDED,
    /** A signal ended the program, and nothing was saved; see {@link EndingSignal}. */
    KILLED;

    static {
        for (ImageState state : values()) {
            if (Layout.number("IMAGE_" + state.name()) != state.ordinal()) {
                throw new IllegalStateException("layout.h numbers image state " + state + " differently");
            }
        }
    }

    static ImageState of(int number) {
        if (number < 0 || number >= values().length) {
            throw new IllegalArgumentException("image state " + number + " is unknown");
        }
        return values()[number];
    }
}
