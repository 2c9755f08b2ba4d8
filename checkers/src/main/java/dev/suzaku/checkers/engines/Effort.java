package dev.suzaku.checkers.engines;

/**
 * What a sweep gives up for speed.
 *
 * @param kind what its answers are worth
 * @param kept how many configurations it keeps at most; a witness search drops those that used up the most operations,
 *     the others give up
 */
record Effort(Kind kind, int kept) {
    static final int ALL = Integer.MAX_VALUE;

    private static final int VISITED_PER_KEPT = 8;

    /** Everything is tried. */
    static final Effort EXACT = new Effort(Kind.EXACT, ALL);

    /** What the answers of a sweep are worth. */
    enum Kind {
        /** A witness and a violation are both certain. */
        EXACT,
        /**
         * Only a witness is certain: configurations are dropped, and only how many pending operations they used up is
         * compared, not which.
         */
        WITNESS,
        /** Only a violation is certain: operations of unknown outcome may happen as often as is wanted. */
        RELAXED
    }

    static Effort exact(int kept) {
        return new Effort(Kind.EXACT, kept);
    }

    static Effort witness(int kept) {
        return new Effort(Kind.WITNESS, kept);
    }

    static Effort relaxed(int kept) {
        return new Effort(Kind.RELAXED, kept);
    }

    /** How many configurations are visited at most where one operation ends. */
    int visitedMax() {
        // a relaxed sweep may go on for ever, as where a counter may be counted up as often as is wanted
        return relaxed() || kept == ALL ? kept : VISITED_PER_KEPT * kept;
    }

    /** What an answer of it comes from, in words. */
    String text() {
        return switch (kind) {
            case EXACT -> "an exact search over all configurations decided";
            case WITNESS -> "a depth-first search found a witness";
            case RELAXED -> "a contradiction remains even if pending operations happen as often as is wanted";
        };
    }

    /** Gives up since too much would have to be kept. */
    Finding tooMany(String key) {
        return new Finding.Undecided(
                KeyHistory.inWords(key) + ": the " + engine() + " search followed all that it may, " + kept
                        + " configurations at once, and is not certain; the engine frontier or exact may decide it");
    }

    /** Gives up since there is no contradiction, but no witness either. */
    Finding usesTwice(String key) {
        return new Finding.Undecided(
                KeyHistory.inWords(key) + " has an explanation only if pending operations may happen more than"
                        + " once; the engine frontier or exact may decide it");
    }

    private String engine() {
        return switch (kind) {
            case EXACT -> "exact";
            case WITNESS -> "depth-first";
            case RELAXED -> "relaxed";
        };
    }

    boolean relaxed() {
        return kind == Kind.RELAXED;
    }

    boolean frugal() {
        return kind == Kind.WITNESS;
    }
}
