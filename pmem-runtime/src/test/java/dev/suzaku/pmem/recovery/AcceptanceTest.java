package dev.suzaku.pmem.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.suzaku.pmem.image.ImageState;
import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that a resume must refuse, each with its reason. */
class AcceptanceTest {
    private static final List<Integer> CPU = List.of(0x0f, 0xf0);
    private static final Machine MACHINE = new Machine(4711, "6.1.0-test", 7, CPU);

    @RegisterExtension
    private final SyntheticImage image = new SyntheticImage();

    @BeforeEach
    void seal() {
        image.live(0, SyntheticImage.APPLICATION, -1);
        image.live(1, SyntheticImage.APPLICATION, -1);
        image.tables.setHeaderWord("runtime_build", 4711);
        image.tables.setBytes(
                Layout.number("image_header.kernel_release"), "6.1.0-test".getBytes(StandardCharsets.US_ASCII));
        image.tables.setHeaderNumber("fds_high", 4);
        image.tables.setHalf(Layout.number("image_header.cpu_features"), 0x05);
        Seal.write(image.tables);
    }

    @Test
    void aSealedImageOfThisMachineIsAccepted() {
        assertThat(Acceptance.refusal(image.tables, MACHINE)).isEmpty();
    }

    @Test
    void anImageThatWasNeverStartedIsRefused() {
        image.tables.setState(ImageState.EMPTY);
        assertRefused("empty");
    }

    @Test
    void anImageWhoseProcessDiedWithoutASaveIsRefused() {
        image.tables.setState(ImageState.RUNNING);
        assertRefused("torn");
    }

    @Test
    void anImageWhoseProgramEndedIsRefused() {
        image.tables.setState(ImageState.ENDED);
        assertRefused("ended by itself");
    }

    @Test
    void anImageWhoseProgramASignalEndedIsRefused() {
        image.tables.setState(ImageState.KILLED);
        image.tables.setHeaderNumber("exit_code", 128 + 9);
        assertRefused("ended by signal 9 (SIGKILL), not by a cut");
        image.tables.setHeaderNumber("exit_code", 128 + 36);
        assertRefused("ended by signal 36 (SIGRTMIN+2), not by a cut");
    }

    @Test
    void anImageInAnUnknownStateIsRefused() {
        image.tables.setHeaderNumber("state", 17);
        assertRefused("damaged");
    }

    @Test
    void anotherBuildOfTheRuntimeIsRefused() {
        assertThat(Acceptance.refusal(image.tables, new Machine(1, "6.1.0-test", 7, CPU)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("another build"));
    }

    @Test
    void anotherKernelIsRefused() {
        assertThat(Acceptance.refusal(image.tables, new Machine(4711, "6.2.0-test", 7, CPU)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("6.1.0-test", "6.2.0-test"));
    }

    @Test
    void aMachineWithLessProcessorStateIsRefused() {
        assertThat(Acceptance.refusal(image.tables, new Machine(4711, "6.1.0-test", 3, CPU)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("features 0x4"));
    }

    @Test
    void aProcessorWithFewerInstructionsIsRefused() {
        assertThat(Acceptance.refusal(image.tables, new Machine(4711, "6.1.0-test", 7, List.of(0x01, 0xff))))
                .hasValueSatisfying(reason -> assertThat(reason).contains("word 0", "bits 0x4"));
    }

    @Test
    void theDamagedTableIsNamed() {
        int action = Layout.SIGNALS_OFFSET + 3 * Layout.number("signal_action.bytes");
        image.tables.setWord(action, 1);
        assertRefused("table of signal actions");
        image.tables.setWord(Layout.FDS_OFFSET, 2);
        assertRefused("table of descriptors and of signal actions");
    }

    @Test
    void aRecoveryThatHasNotBegunKeepsItsSeal() {
        FixUps.apply(image.tables, image);
        assertThat(image.tables.state()).isEqualTo(ImageState.RECOVERING);
        assertThat(Acceptance.refusal(image.tables, MACHINE)).isEmpty();
        image.tables.setWord(Layout.SIGNALS_OFFSET, 1);
        assertRefused("table of signal actions");
    }

    @Test
    void aRecoveryThatHasBegunIsCheckedForWhatLeavesItsTable() {
        FixUps.apply(image.tables, image);
        Seal.breakSeal(image.tables);
        image.tables.setWord(Layout.SIGNALS_OFFSET, 1);
        assertThat(Acceptance.refusal(image.tables, MACHINE)).isEmpty();
        image.tables.setHeaderWord("mappings_active", 2);
        assertRefused("mappings_active is 2");
    }

    @Test
    void countsThatDoNotFitTheirTablesAreRefused() {
        image.tables.setHeaderNumber("threads_high", 100_000);
        assertRefused("damaged");
    }

    @Test
    void everyFlippedBitUnderTheSealIsFound() {
        SplittableRandom random = new SplittableRandom(1);
        int sealedBytesOfThread = ThreadSlot.RESUME_FRAME;
        for (int flip = 0; flip < 50; flip++) {
            int offset = Layout.THREADS_OFFSET
                    + random.nextInt(2) * Layout.THREAD_BYTES
                    + random.nextInt(sealedBytesOfThread / Long.BYTES) * Long.BYTES;
            long bit = 1L << random.nextInt(Long.SIZE);
            image.tables.setWord(offset, image.tables.word(offset) ^ bit);
            assertThat(Acceptance.refusal(image.tables, MACHINE))
                    .as("flip of 0x%x at 0x%x", bit, offset)
                    .isPresent();
            image.tables.setWord(offset, image.tables.word(offset) ^ bit);
        }
        assertThat(Acceptance.refusal(image.tables, MACHINE)).isEmpty();
    }

    private void assertRefused(String words) {
        assertThat(Acceptance.refusal(image.tables, MACHINE))
                .hasValueSatisfying(reason -> assertThat(reason).contains(words));
    }
}
