package dev.suzaku.coordinator.bench.checkers;

/**
 * How often an illegal history was decided, over many seeds.
 *
 * @param name what was checked
 * @param seeds how many histories
 * @param violations how many were found INVALID
 * @param unknown how many were UNKNOWN
 * @param medianMillis of all checks
 * @param promised the share that is meant to be decided
 */
record ShareResult(String name, int seeds, int violations, int unknown, double medianMillis, double promised) {
    boolean contradiction() {
        return violations + unknown != seeds;
    }

    boolean fallsShort() {
        return violations < promised * seeds;
    }
}
