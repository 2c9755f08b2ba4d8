package dev.suzaku.pmem;

/**
 * A save area that is not what its thread meant to write: the lowest bit of one byte differs.
 *
 * @param thread which of the threads that have saved themselves, 0 or more; counted around when there are fewer
 * @param place which byte: 0 = the mark that the area is complete; from 1 on registers, signal mask, length, checksum and vector state,
 *     counted around
 */
public record TornArea(int thread, int place) {
    public TornArea {
        if (thread < 0 || place < 0) {
            throw new IllegalArgumentException("a torn area needs thread, place >= 0: " + thread + ", " + place);
        }
    }
}
