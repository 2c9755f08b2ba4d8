package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    private static final long SEED = 20261123;

    @TempDir
    Path directory;

    private Path file;
    private History whole;

    @BeforeEach
    void writeHistory() {
        file = SampleHistories.write(directory.resolve("history.szh"), SEED, 30_000);
        whole = HistoryFile.read(file);
    }

    @Test
    void what_was_recorded_is_read_back() {
        assertThat(whole.complete()).isTrue();
        assertThat(whole.header().run()).isEqualTo("run-1");
        assertThat(whole.header().notes()).containsEntry("seed", Long.toString(SEED));
        assertThat(whole.operations()).hasSize(30_000);
        assertThat(whole.cuts()).hasSize(30);
        assertThat(whole.count(Outcome.OK)).isBetween(8_000, 11_000);
        assertThat(whole.count(Outcome.INFO)).isGreaterThan(8_000);
        assertThat(whole.operations().get(29_999).epoch()).isEqualTo(29);
        assertThat(whole.cuts().stream().filter(cut -> cut.readyEarliestNanos() == cut.crashEarliestNanos()))
                .as("cuts without a ready event")
                .isNotEmpty();
    }

    @Test
    void fifty_random_truncations_give_an_error_or_a_prefix_that_is_marked_incomplete() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(SEED);
        int prefixes = 0;
        for (int i = 0; i < 50; i++) {
            int length = i < 40 ? random.nextInt(bytes.length) : bytes.length - 1 - (i - 40);
            prefixes += readDamaged(Arrays.copyOf(bytes, length), "truncated to " + length) ? 1 : 0;
        }
        assertThat(prefixes).isGreaterThan(20);
    }

    @Test
    void fifty_random_flipped_bits_give_an_error_or_a_prefix_that_is_marked_incomplete() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(SEED + 1);
        int prefixes = 0;
        for (int i = 0; i < 50; i++) {
            int bit = random.nextInt(bytes.length * 8);
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            prefixes += readDamaged(damaged, "bit " + bit + " flipped") ? 1 : 0;
        }
        assertThat(prefixes).isGreaterThan(20);
    }

    @Test
    void every_flipped_bit_of_the_head_and_of_the_end_is_noticed() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < 150; at++) {
            for (int place : new int[] {at, bytes.length - 1 - at}) {
                byte[] damaged = bytes.clone();
                damaged[place] ^= 0x10;
                readDamaged(damaged, "byte " + place + " changed");
            }
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThat(readDamaged(longer, "a byte after the end")).isTrue();
    }

    /** True when a prefix was recovered, false when it was refused. */
    private boolean readDamaged(byte[] bytes, String damage) throws IOException {
        Path damaged = directory.resolve("damaged.szh");
        Files.write(damaged, bytes);
        History history;
        try {
            history = HistoryFile.read(damaged);
        } catch (HistoryFormatException e) {
            assertThat(e.getMessage()).as(damage).contains("damaged.szh").doesNotContain("\n");
            return false;
        }
        assertThat(history.complete()).as(damage).isFalse();
        assertThat(history.operations().size())
                .as(damage)
                .isLessThanOrEqualTo(whole.operations().size());
        for (Operation operation : history.operations()) {
            Operation original = whole.operations().get(operation.index());
            assertThat(operation.invokeNanos()).as(damage).isEqualTo(original.invokeNanos());
            assertThat(operation.argument()).as(damage).isEqualTo(original.argument());
        }
        return true;
    }

    @Test
    void a_missing_or_foreign_file_is_one_clear_line() throws IOException {
        assertThatThrownBy(() -> HistoryFile.read(directory.resolve("none.szh")))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("none.szh: no such file");
        Path foreign = Files.writeString(directory.resolve("foreign.szh"), "hello, world, this is no history");
        assertThatThrownBy(() -> HistoryFile.read(foreign))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("no .szh file");
        assertThatThrownBy(() -> HistoryFile.read(directory)).isInstanceOf(HistoryFormatException.class);
    }

    @Test
    void a_file_that_exists_is_not_overwritten() {
        assertThatThrownBy(() -> HistoryRecorder.create(file, HistoryHeader.of("r", "kv", 0), System::nanoTime))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("the file exists");
    }

    @Test
    void edn_round_trips_operations_and_cuts() throws IOException {
        StringBuilder edn = new StringBuilder();
        JepsenEdn.write(whole, edn);
        History read = HistoryFormat.JEPSEN_EDN.parse(edn.toString());
        assertThat(read.cuts()).isEqualTo(whole.cuts());
        assertThat(read.operations()).isEqualTo(whole.operations());
        Path path = Files.writeString(directory.resolve("history.edn"), edn);
        assertThat(HistoryFormat.detect(path)).isEqualTo(HistoryFormat.JEPSEN_EDN);
        assertThat(HistoryFormat.detect(file)).isEqualTo(HistoryFormat.SUZAKU);
        assertThat(HistoryFormat.read(path, "auto").operations()).isEqualTo(whole.operations());
    }

    @Test
    void formats_are_found_by_name_only_if_they_exist() {
        assertThatThrownBy(() -> HistoryFormat.read(file, "parquet"))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("auto, suzaku, jepsen-edn");
        assertThat(List.of(HistoryFormat.values())).hasSize(5);
    }
}
