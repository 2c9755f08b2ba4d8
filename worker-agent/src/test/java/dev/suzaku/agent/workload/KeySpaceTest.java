package dev.suzaku.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.agent.Workload;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeySpaceTest {

    private static final Workload WORKLOAD = new Workload(Workload.MIXED, 8, 3, 2, 30, 100, 16, 20, 0);
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void aKeyIsRetiredBeforeUnknownWritesOfAllClientsCouldExceedTheBound() {
        KeySpace keys = new KeySpace(WORKLOAD);
        for (int cut = 0; cut < 500; cut++) {
            for (int client = 0; client < 8; client++) {
                keys.pick(random, client).countUnknownWrite();
            }
        }
        assertThat(keys.touched()).allMatch(key -> key.unknownWrites() <= 30);
        assertThat(keys.touched()).hasSizeGreaterThan(3 + 8 * 2);
    }

    @Test
    void aKeyIsRetiredAfterItsShareOfOperations() {
        KeySpace keys = new KeySpace(WORKLOAD);
        for (int operation = 0; operation < 10_000; operation++) {
            keys.pick(random, operation % 8).countOperation();
        }
        assertThat(keys.touched()).allMatch(key -> key.operations() <= 100);
    }

    @Test
    void privateKeysAreUsedByOneClientOnlyAndContendedKeysByAll() {
        KeySpace keys = new KeySpace(WORKLOAD);
        Set<String> first = names(keys, 0);
        Set<String> second = names(keys, 1);
        assertThat(first).contains("p0.0.0", "p0.1.0").noneMatch(name -> name.startsWith("p1"));
        first.retainAll(second);
        assertThat(first).containsExactlyInAnyOrder("c0.0", "c1.0", "c2.0");
    }

    @Test
    void aWriteIsObservedOnceWhenItIsReadBeforeTheNextWrite() {
        KeySpace keys = new KeySpace(WORKLOAD);
        Key read = keys.touched().get(0);
        Key overwritten = keys.touched().get(1);
        read.acknowledgeWrite();
        overwritten.acknowledgeWrite();
        keys.crash();
        overwritten.acknowledgeWrite();
        keys.observed(read);
        keys.observed(read);
        keys.observed(overwritten);
        assertThat(keys.lastEpochWrites()).isEqualTo(2);
        assertThat(keys.lastEpochWritesObserved()).isEqualTo(1);
    }

    private Set<String> names(KeySpace keys, int client) {
        Set<String> names = new HashSet<>();
        for (int pick = 0; pick < 200; pick++) {
            names.add(keys.pick(random, client).name());
        }
        return names;
    }
}
