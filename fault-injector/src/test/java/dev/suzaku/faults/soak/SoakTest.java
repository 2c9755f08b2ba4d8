package dev.suzaku.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sample of what {@code suzaku soak} does at length; {@code -Dsuzaku.soak.scale=N} multiplies the cuts. */
class SoakTest {
    private static final int SCALE = Integer.getInteger("suzaku.soak.scale", 1);
    private static final long SEED = Long.getLong("suzaku.soak.seed", 1L);
    /** One save in eight is torn: a sample as long as this without any has a chance of 1 in 3,000. */
    private static final int CUTS_WITH_A_TORN_SAVE = 60;

    private static final Path MEMORY = Path.of("/dev/shm");

    @ParameterizedTest
    @CsvSource({
        "pthreads-glibc, STEPPED, 100",
        "pthreads-glibc, RANDOM, 60",
        "pthreads-musl, STEPPED, 100",
        "pthreads-musl, RANDOM, 60",
        "counter-glibc, STEPPED, 40",
        "counter-musl, RANDOM, 40",
        "counter-raw, STEPPED, 40",
        "counter-raw, RANDOM, 40",
        "server-glibc, RANDOM, 20",
        "server-musl, STEPPED, 30",
        "server-musl, RANDOM, 30",
        "memcached, STEPPED, 30",
        "memcached, RANDOM, 20",
        "redis, STEPPED, 30",
        "redis, RANDOM, 20",
        "redis-aof, RANDOM, 12",
        "redis-bgsave, RANDOM, 12",
        "nginx, RANDOM, 12",
        "etcd, STEPPED, 8",
        "etcd, RANDOM, 8",
        "openjdk-g1, RANDOM, 10",
        "openjdk-serial, RANDOM, 10"
    })
    void aSampleOfCutsLeavesEverythingRight(String program, CutMode mode, int cuts) {
        SoakReport report = soak(program, mode, cuts);

        assertThat(report.runtimeAddresses())
                .as("instructions of the runtime that were cut at")
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "pthreads-glibc, 60",
        "pthreads-musl, 60",
        "counter-glibc, 30",
        "counter-musl, 30",
        "counter-raw, 30",
        "server-glibc, 20",
        "server-musl, 30",
        "memcached, 20",
        "redis, 20",
        "redis-aof, 10",
        "redis-bgsave, 10",
        "nginx, 10",
        "etcd, 8",
        "openjdk-g1, 8",
        "openjdk-serial, 8"
    })
    void aSampleOfCutsInWhichTheProcessSavesItselfLeavesEverythingRight(String program, int cuts) {
        SoakReport report = soak(program, CutMode.SELF_SAVED, cuts);

        assertThat(report.threadsInUser() + report.threadsInKernel())
                .as("threads that saved themselves")
                .isPositive();
    }

    private static SoakReport soak(String program, CutMode mode, int cuts) {
        assumeThat(isHere(program)).as("%s is installed", program).isTrue();
        Path directory = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        SoakReport report = Soak.run(new SoakPlan(program, cuts * SCALE, SEED, mode, directory), done -> {});
        assertThat(report.cuts()).isEqualTo(cuts * SCALE);
        assertThat(report.tornSaves())
                .as("torn saves, each of them detected")
                .isGreaterThanOrEqualTo(cuts * SCALE / CUTS_WITH_A_TORN_SAVE);
        return report;
    }

    /** {@code ./suzaku test} installs what is needed, and then nothing may be missing. */
    static boolean isHere(String program) {
        try {
            SoakPrograms.require(program);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(System.getenv("SUZAKU_TEST")).as(e.getMessage()).isNull();
            return false;
        }
    }
}
