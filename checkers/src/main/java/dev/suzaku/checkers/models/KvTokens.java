package dev.suzaku.checkers.models;

import dev.suzaku.histories.Operation;
import dev.suzaku.histories.PowerCut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the {@code gets} answers of one key say for certain: which value a token belonged to in an epoch, and which token
 * a value that was made only once had. Only answers that lie wholly within one epoch count.
 */
final class KvTokens {
    private record TokenInEpoch(int epoch, long token) {}

    private record ValueInEpoch(int epoch, String value) {}

    private final Map<TokenInEpoch, String> owners = new HashMap<>();
    private final Map<ValueInEpoch, Long> tokens = new HashMap<>();

    void add(Operation operation, String value, long token, List<PowerCut> cuts) {
        int epoch = epochOf(operation.invokeNanos(), operation.returnNanos(), cuts);
        if (epoch >= 0) {
            String owner = owners.putIfAbsent(new TokenInEpoch(epoch, token), value);
            if (owner == null || owner.equals(value)) {
                tokens.putIfAbsent(new ValueInEpoch(epoch, value), token);
            }
        }
    }

    /** The value that the token was first seen with in that epoch. */
    Optional<String> owner(int epoch, long token) {
        return Optional.ofNullable(owners.get(new TokenInEpoch(epoch, token)));
    }

    /** The token that the value was first seen with in that epoch. */
    OptionalLong tokenOf(int epoch, String value) {
        Long token = tokens.get(new ValueInEpoch(epoch, value));
        return token == null ? OptionalLong.empty() : OptionalLong.of(token);
    }

    /** The last epoch in which something that ended then may have happened. */
    static int lastEpoch(long endNanos, List<PowerCut> cuts) {
        int epoch = 0;
        while (epoch < cuts.size() && cuts.get(epoch).crashEarliestNanos() <= endNanos) {
            epoch++;
        }
        return epoch;
    }

    private static int epochOf(long invokeNanos, long returnNanos, List<PowerCut> cuts) {
        int epoch = 0;
        while (epoch < cuts.size() && cuts.get(epoch).crashLatestNanos() < invokeNanos) {
            epoch++;
        }
        return epoch == cuts.size() || returnNanos < cuts.get(epoch).crashEarliestNanos() ? epoch : -1;
    }
}
