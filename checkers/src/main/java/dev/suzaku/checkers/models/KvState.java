package dev.suzaku.checkers.models;

import java.util.Set;

/**
 * State of one key.
 *
 * @param epoch number of power cuts so far
 * @param value number of the value; {@link KvValues#ABSENT} when there is none
 * @param bound whether the token of the present version is known
 * @param token that token, or 0
 * @param excluded tokens that the present version certainly does not have
 * @param spent tokens of earlier versions of this epoch that could be mistaken for the present one's
 */
record KvState(int epoch, int value, boolean bound, long token, Set<Long> excluded, Set<Long> spent) {
    static KvState fresh(int epoch, int value) {
        return new KvState(epoch, value, false, 0, Set.of(), Set.of());
    }

    boolean present() {
        return value != KvValues.ABSENT;
    }
}
