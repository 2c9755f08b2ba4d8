package dev.suzaku.checkers.engines;

/**
 * What a sweep gives up for speed.
 *
 * @param relaxed lets operations of unknown outcome happen as often as is wanted: then a violation is certain, but the
 *     absence of one is not
 * @param frugal compares only how many pending operations were used in all, not which: then the absence of a violation is
 *     certain, but a violation only if there are no pending operations
 * @param kept keeps so many configurations at most, those that used up the fewest operations: then the absence of a
 *     violation is certain, but a violation only if nothing was dropped
 */
record Effort(boolean relaxed, boolean frugal, int kept) {
    static final int ALL = Integer.MAX_VALUE;

    /** Everything is tried. */
    static final Effort EXACT = new Effort(false, false, ALL);

    static Effort witness(int kept) {
        return new Effort(false, true, kept);
    }

    static Effort relaxed(int kept) {
        return new Effort(true, false, kept);
    }
}
