package dev.suzaku.histories;

/** A text of Jepsen events, in whatever notation, one event after the other. */
interface JepsenEvents {
    /**
     * Takes the next event.
     *
     * @return false when there is none left
     * @throws HistoryFormatException with the line number when the text is not what it should be
     */
    boolean next(JepsenFields fields);
}
