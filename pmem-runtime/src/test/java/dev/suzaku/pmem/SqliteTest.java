package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's sqlite3 as it is, with a write-ahead log: every transaction counts once, every answer is the one of an undisturbed machine. */
class SqliteTest {
    private static final int CUTS = Integer.getInteger("suzaku.test.cuts", 50);
    private static final long SEED = Long.getLong("suzaku.test.seed", 1L);
    private static final long INSERTS_PER_CUT = 1_500;
    private static final long EPOCH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(30);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @Test
    void everyTransactionCountsOnce() throws Exception {
        long inserts = INSERTS_PER_CUT * CUTS;
        Path script = scratch.resolve("script.sql");
        Path log = scratch.resolve("log");
        String statements = LongStream.rangeClosed(1, inserts)
                .mapToObj(number -> "insert into t values(" + number + "); select max(rowid), x from t;\n")
                .collect(Collectors.joining(
                        "",
                        "pragma journal_mode=wal; create table t(x);\n",
                        "select count(*), sum(x) from t; pragma integrity_check;\n"));
        Files.writeString(script, statements);
        List<String> arguments = List.of(scratch.resolve("database").toString(), ".read " + script);
        Program program = new Program(Path.of("/usr/bin/sqlite3"), arguments, scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        CutCampaign campaign = CutCampaign.run(scratch.resolve("image"), program, options, CUTS, SEED, EPOCH_NANOS_MAX);

        String expected = LongStream.rangeClosed(1, inserts)
                .mapToObj(number -> number + "|" + number + "\n")
                .collect(Collectors.joining("", "wal\n", inserts + "|" + inserts * (inserts + 1) / 2 + "\nok\n"));
        assertThat(Files.readString(log)).as("seed %d", SEED).isEqualTo(expected);
        assertThat(campaign.exitCode()).isZero();
        assertThat(campaign.cuts()).isEqualTo(CUTS);
    }
}
