package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.image.ThreadSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event of an EPOLLONESHOT watch comes to one thread, once; then the watch is disabled until it is armed again. The cuts stand anywhere
 * in the calls that take events and arm watches, before and behind the kernel and the commit.
 */
class OneShotWatchesTest {
    private static final int CUTS = 150;
    private static final int ENTRIES_MAX = 20;
    private static final int CALL_INSTRUCTIONS_MAX = 600;
    private static final long ROUNDS = 230_000;
    private static final long FEW_ROUNDS = 50_000;
    private static final int PAGE_BYTES = 4_096;
    private static final long EPOCH_NANOS_MAX = 10_000_000;
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);

    private enum Call {
        EPOLL_WAIT(232L, 281L), // glibc's, musl's
        EPOLL_CTL(233L);

        private static final Set<Long> NUMBERS =
                Stream.of(values()).flatMap(call -> call.numbers.stream()).collect(Collectors.toUnmodifiableSet());

        private final List<Long> numbers;

        Call(Long... numbers) {
            this.numbers = List.of(numbers);
        }

        private static Optional<Call> of(long number) {
            return Stream.of(values())
                    .filter(call -> call.numbers.contains(number))
                    .findFirst();
        }
    }

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    private Path log;
    private LaunchOptions options;
    private final Set<Call> cutWithin = EnumSet.noneOf(Call.class);

    @BeforeEach
    void prepare() {
        log = scratch.resolve("log");
        options = LaunchOptions.defaults().withStreams(Streams.files(log, log));
    }

    @ParameterizedTest
    @ValueSource(strings = {"watches-glibc", "watches-musl-static"})
    void anEventComesOnceWhereverItsCallsAreCut(String name) throws Exception {
        Program program = new Program(TestPrograms.get(name), List.of(Long.toString(ROUNDS)), scratch);

        CutCampaign campaign =
                CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, EPOCH_NANOS_MAX, this::aim);

        assertThat(Files.readString(log)).isEqualTo("watches %d\n".formatted(ROUNDS));
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
        assertThat(cutWithin).containsExactlyInAnyOrder(Call.values());
    }

    /** Pages of the table that were never used are not read by a recovery, nor covered by its checksum. */
    @ParameterizedTest
    @ValueSource(strings = {"watches-glibc", "watches-musl-static"})
    void whatLiesInPagesNeverUsedCountsForNothing(String name) throws Exception {
        Program program = new Program(TestPrograms.get(name), List.of(Long.toString(FEW_ROUNDS)), scratch);
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        litter(image);

        try (PersistentProcess process = PersistentProcess.start(image, program, options)) {
            await().until(() -> process.tables().watchPages().length > 0);
            try (Freeze freeze = process.freeze()) {
                assertThat(freeze.save(SavePlan.complete()).sealed()).isTrue();
                freeze.kill();
            }
        }
        litter(image);
        try (PersistentProcess process = PersistentProcess.resume(image, options)) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(Files.readString(log)).isEqualTo("watches %d\n".formatted(FEW_ROUNDS));
    }

    /** Fills the pages of the table that are not in use with what looks like watches, of every set, descriptor and file that there is. */
    private static void litter(ImageDirectory image) {
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), true)) {
            Set<Integer> used =
                    Arrays.stream(mapped.tables().watchPages()).boxed().collect(Collectors.toSet());
            int bytes = Layout.number("epoll_watch.bytes");
            for (int watch = 0; watch < Layout.WATCH_CAPACITY; watch++) {
                int entry = Layout.WATCHES_OFFSET + watch * bytes;
                if (!used.contains(entry - entry % PAGE_BYTES)) {
                    mapped.tables().setHalf(entry + Layout.number("epoll_watch.epoll_file"), 1 + watch % 8);
                    mapped.tables().setHalf(entry + Layout.number("epoll_watch.fd"), watch / 8 % 16);
                    mapped.tables().setHalf(entry + Layout.number("epoll_watch.file"), watch / (8 * 16) % 16);
                }
            }
        }
    }

    private void aim(PersistentProcess process, Freeze freeze, SplittableRandom random) {
        List<FrozenThread> running = freeze.threads().stream()
                .filter(thread -> thread.hasSlot() && !thread.isWaiting())
                .toList();
        if (running.isEmpty()) {
            return;
        }
        FrozenThread chosen = running.get(random.nextInt(running.size()));
        Optional<FrozenThread> entering = CallAim.runTo(Call.NUMBERS, freeze, chosen, ENTRIES_MAX);
        if (entering.isPresent()) {
            Optional<Call> call = Call.of(CallAim.call(entering.get()));
            freeze.step(entering.get(), random.nextInt(CALL_INSTRUCTIONS_MAX));
            ThreadSlot slot = process.tables().thread(chosen.slot());
            if (slot.recordState() == Layout.RECORD_CALL
                    && Call.of(slot.recordWord("rax")).equals(call)) {
                call.ifPresent(cutWithin::add);
            }
        }
    }
}
