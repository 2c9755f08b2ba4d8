package dev.suzaku.faults.soak;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.pmem.ImageCensus;
import org.junit.jupiter.api.Test;

class LeakWatchTest {
    private static final int CUTS = 100;

    @Test
    void whatGoesUpAndDownDoesNotLeak() {
        LeakWatch watch = new LeakWatch();
        for (int cut = 0; cut < CUTS; cut++) {
            watch.add(
                    new ImageCensus(5 + cut % 20, 5, 0, 40 + cut % 7, 8, (4L << 20) + cut % 3 * (20L << 20), 1L << 20));
        }
        assertThatCode(watch::judge).doesNotThrowAnyException();
    }

    @Test
    void aDescriptorLostInEveryFifthCutIsFound() {
        LeakWatch watch = new LeakWatch();
        for (int cut = 0; cut < CUTS; cut++) {
            watch.add(new ImageCensus(5 + cut / 5 + cut % 3, 5, 0, 40, 8, 4L << 20, 1L << 20));
        }
        assertThatThrownBy(watch::judge).isInstanceOf(SoakFailure.class).hasMessageContaining("file descriptors leak");
    }

    @Test
    void poolSpaceThatIsNotGivenBackIsFound() {
        LeakWatch watch = new LeakWatch();
        for (int cut = 0; cut < CUTS; cut++) {
            watch.add(new ImageCensus(5, 5, 0, 40, 8, cut * (512L << 10), 64L << 20));
        }
        assertThatThrownBy(watch::judge).hasMessageContaining("bytes of the pool leak");
    }

    @Test
    void poolSpaceThatTheProgramHasMappedDoesNotLeak() {
        LeakWatch watch = new LeakWatch();
        for (int cut = 0; cut < CUTS; cut++) {
            watch.add(new ImageCensus(5, 5, 0, 40, 8, cut * (512L << 10), cut * (512L << 10)));
        }
        assertThatCode(watch::judge).doesNotThrowAnyException();
    }
}
