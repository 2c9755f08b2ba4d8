package dev.suzaku.checkers.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPushesTest {
    private static final long SEED = 20261128;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 40})
    void names_those_that_contain_an_instant(int count) {
        Random random = new Random(SEED + count);
        List<Integer> ranks = new ArrayList<>();
        for (int i = 0; i < 2 * count; i++) {
            ranks.add(i);
        }
        Collections.shuffle(ranks, random);
        int[] invokes = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            invokes[i] = Math.min(ranks.get(2 * i), ranks.get(2 * i + 1));
            ends[i] = Math.max(ranks.get(2 * i), ranks.get(2 * i + 1));
        }
        OpenPushes pushes = new OpenPushes(invokes, ends);
        TreeSet<Integer> left = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            left.add(i);
        }
        while (true) {
            for (int instant = 0; instant < 2 * count; instant++) {
                assertThat(open(pushes, instant)).isEqualTo(expected(left, invokes, ends, instant));
            }
            if (left.isEmpty()) {
                break;
            }
            int gone = new ArrayList<>(left).get(random.nextInt(left.size()));
            pushes.remove(gone);
            left.remove(gone);
        }
    }

    private static TreeSet<Integer> open(OpenPushes pushes, int instant) {
        TreeSet<Integer> open = new TreeSet<>();
        int invoked = pushes.invokedBy(instant);
        for (int place = pushes.next(0, instant); place < invoked; place = pushes.next(place + 1, instant)) {
            assertThat(open.add(pushes.value(place))).isTrue();
        }
        return open;
    }

    private static TreeSet<Integer> expected(TreeSet<Integer> left, int[] invokes, int[] ends, int instant) {
        TreeSet<Integer> expected = new TreeSet<>();
        for (int value : left) {
            if (invokes[value] <= instant && instant <= ends[value]) {
                expected.add(value);
            }
        }
        return expected;
    }
}
