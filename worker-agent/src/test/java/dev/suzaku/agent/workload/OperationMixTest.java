package dev.suzaku.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Workload;
import dev.suzaku.agent.memcached.Item;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationMixTest {

    private static final Workload WORKLOAD = Workload.mixed();

    @Test
    void theSameSeedDrawsTheSameOperations() {
        assertThat(drawn(5, 0, 1_000)).isEqualTo(drawn(5, 0, 1_000));
        assertThat(drawn(5, 0, 1_000)).isNotEqualTo(drawn(6, 0, 1_000));
    }

    @Test
    void noValueIsWrittenTwiceInARun() {
        Set<Value> seen = new HashSet<>();
        for (int client = 0; client < WORKLOAD.clients(); client++) {
            OperationMix mix = new OperationMix(3, client, WORKLOAD, new KeySpace(WORKLOAD));
            for (int operation = 0; operation < 2_000; operation++) {
                if (mix.next().argument() instanceof Value.Text value) {
                    assertThat(seen.add(value)).as("%s is new", value).isTrue();
                    assertThat(value.value().length()).isBetween(1, WORKLOAD.valueBytesMax());
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    @Test
    void aCasUsesALearntTokenOnceAndNeverBeyondItsEpoch() {
        OperationMix mix = new OperationMix(3, 0, WORKLOAD, new KeySpace(WORKLOAD));
        assertThat(casTokens(mix, 500)).isEmpty();
        long token = 1;
        List<Long> used = new ArrayList<>();
        for (int operation = 0; operation < 2_000; operation++) {
            Command command = mix.next();
            if (command.function().equals("gets")) {
                mix.learnToken(command.key(), new Item("v", token++));
            } else if (command.function().equals("cas")) {
                used.add(tokenOf(command));
            }
        }
        assertThat(used).isNotEmpty().doesNotHaveDuplicates();
        mix.forgetTokens();
        assertThat(casTokens(mix, 500)).isEmpty();
    }

    private static List<String> drawn(long seed, int client, int count) {
        OperationMix mix = new OperationMix(seed, client, WORKLOAD, new KeySpace(WORKLOAD));
        List<String> drawn = new ArrayList<>();
        for (int operation = 0; operation < count; operation++) {
            Command command = mix.next();
            drawn.add(command.function() + " " + command.key().name() + " " + command.argument());
        }
        return drawn;
    }

    private static List<Long> casTokens(OperationMix mix, int count) {
        List<Long> tokens = new ArrayList<>();
        for (int operation = 0; operation < count; operation++) {
            Command command = mix.next();
            if (command.function().equals("cas")) {
                tokens.add(tokenOf(command));
            }
        }
        return tokens;
    }

    private static long tokenOf(Command cas) {
        return ((Value.Whole) ((Value.Sequence) cas.argument()).items().get(1)).value();
    }
}
