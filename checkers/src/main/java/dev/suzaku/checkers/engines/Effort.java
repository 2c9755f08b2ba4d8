package dev.suzaku.checkers.engines;

/**
 * What a sweep gives up for speed.
 *
 * @param relaxed lets operations of unknown outcome happen as often as is wanted: then a violation is certain, but the
 *     absence of one is not
 * @param kept keeps so many configurations at most, those that used up the fewest operations: then the absence of a
 *     violation is certain, but a violation only if nothing was dropped
 */
record Effort(boolean relaxed, int kept) {
    static final int ALL = Integer.MAX_VALUE;
}
