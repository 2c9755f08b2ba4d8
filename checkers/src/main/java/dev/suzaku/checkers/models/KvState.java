package dev.suzaku.checkers.models;

import java.util.Set;

/**
 * State of one key.
 *
 * @param epoch number of power cuts so far
 * @param value number of the value, or of the texts that it may be; {@link KvValues#ABSENT} when there is none
 * @param mortal whether the value may have vanished, which an answer will tell
 * @param bound whether the token of the present version is known
 * @param token that token, or 0
 * @param excluded tokens that the present version certainly does not have
 * @param spent tokens of earlier versions of this epoch that could be mistaken for the present one's
 */
record KvState(int epoch, int value, boolean mortal, boolean bound, long token, Set<Long> excluded, Set<Long> spent) {
    static KvState fresh(int epoch, int value, boolean mortal) {
        return new KvState(epoch, value, mortal, false, 0, Set.of(), Set.of());
    }

    KvState with(int narrowed) {
        return new KvState(epoch, narrowed, mortal, bound, token, excluded, spent);
    }

    boolean present() {
        return value != KvValues.ABSENT;
    }
}
