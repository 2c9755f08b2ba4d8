package dev.suzaku.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and malicious files of every format give a {@link HistoryFormatException}, or a history, and nothing else. */
@Timeout(120)
class HostileFilesTest {
    private static final long SEED = 20261125;
    private static final int CASES = Integer.getInteger("suzaku.hostile.cases", 1_000);
    private static final String EDN = "[{:process 0, :type :invoke, :f :cas, :value [1 {:a \"x\\u00e9\"}], :time 5}\n"
            + " {:process :nemesis, :type :info, :f :crash, :value {:epoch 0, :earliest 6, :latest 7}, :time 6}\n"
            + " {:process :nemesis, :type :info, :f :kill, :time 8} #_ (1 2)\n"
            + " {:process 0, :type :ok, :f :cas, :value #{1 2.5}, :time 9, :session 3} ; done\n]";
    private static final String JSON =
            "[{\"process\":0,\"type\":\"invoke\",\"f\":\"w\",\"value\":[1,-2.5e3,true,null],\"key\":\"k\"},\n"
                    + "{\"process\":0,\"type\":\"ok\",\"f\":\"w\",\"value\":{\"7\":\"\\ud83d\\ude00\"},\"key\":\"k\"}]";
    private static final String ETCD = "INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\n"
            + "INFO  jepsen.util - 0\t:fail\t:cas\t[1 2]\nINFO  jepsen.util - 1\t:invoke\t:read\tnil\n";
    private static final String KV = "{:process 0, :type :invoke, :f :append, :key \"0\", :value \"x 0 0 y\"}\n"
            + "{:process 0, :type :ok, :f :append, :key \"0\", :value \"x 0 0 y\"}\n";

    @TempDir
    Path directory;

    @Test
    void mutilated_texts_of_every_format_are_read_or_refused_with_their_line() throws IOException {
        attack(HistoryFormat.JEPSEN_EDN, EDN);
        attack(HistoryFormat.JEPSEN_JSON, JSON);
        attack(HistoryFormat.PORCUPINE_ETCD, ETCD);
        attack(HistoryFormat.PORCUPINE_KV, KV);
    }

    private void attack(HistoryFormat format, String text) throws IOException {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        assertThat(format.parse(text).columns().size()).isPositive();
        Random random = new Random(SEED);
        Path file = directory.resolve("hostile");
        int refused = 0;
        for (int number = 0; number < CASES; number++) {
            byte[] bytes = mutilated(whole, random);
            Files.write(file, bytes);
            try {
                HistoryFormat.read(file, random.nextInt(8) == 0 ? "auto" : format.id());
            } catch (HistoryFormatException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d, %s, case %d: %s", SEED, format, number, new String(bytes, StandardCharsets.UTF_8))
                        .containsPattern("line \\d+: |there is no event|cannot tell the format");
            }
        }
        assertThat(refused).as("refused of %s", format).isBetween(CASES / 5, CASES);
    }

    private static byte[] mutilated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int change = 0; change <= random.nextInt(4); change++) {
            if (bytes.length == 0) {
                return bytes;
            }
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]()\"\\:#_;,nN-0987.e \n".charAt(random.nextInt(23));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> { // take some bytes out
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(9));
                    byte[] less = Arrays.copyOf(bytes, bytes.length - (end - at));
                    System.arraycopy(bytes, end, less, at, bytes.length - end);
                    bytes = less;
                }
                default -> { // say some bytes twice
                    int count = Math.min(bytes.length - at, 1 + random.nextInt(60));
                    byte[] more = Arrays.copyOf(bytes, bytes.length + count);
                    System.arraycopy(bytes, at, more, at + count, bytes.length - at);
                    bytes = more;
                }
            }
        }
        return bytes;
    }

    @Test
    void chunks_with_a_right_checksum_and_wrong_content_are_read_or_refused() throws IOException {
        Path file = SampleHistories.write(directory.resolve("sample.szh"), SEED, 300);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(SEED);
        int refused = 0;
        for (int number = 0; number < CASES; number++) {
            Files.write(file, withChangedPayload(whole, random));
            try {
                HistoryFile.read(file)
                        .operations()
                        .forEach(operation -> assertThat(operation.argument()).isNotNull());
            } catch (HistoryFormatException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d, case %d", SEED, number).contains("sample.szh: ");
            }
        }
        assertThat(refused).isGreaterThan(CASES / 5);
    }

    /** Changes bytes within the first event chunk and signs it again. */
    private static byte[] withChangedPayload(byte[] file, Random random) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = ChunkFormat.FILE_HEAD_BYTES;
        chunk += ChunkFormat.CHUNK_HEAD_BYTES + in.getInt(chunk + 5);
        int stored = in.getInt(chunk + 5);
        byte[] frame = Arrays.copyOfRange(
                file, chunk + ChunkFormat.CHUNK_HEAD_BYTES, chunk + ChunkFormat.CHUNK_HEAD_BYTES + stored);
        byte[] plain = Zstd.decompress(frame, in.getInt(chunk + 1));
        for (int change = 0; change <= random.nextInt(3); change++) {
            plain[random.nextInt(plain.length)] = (byte) random.nextInt(256);
        }
        return withFrame(file, chunk, stored, plain.length, Zstd.compress(plain));
    }

    private static byte[] withFrame(byte[] file, int chunk, int storedBefore, int plain, byte[] frame) {
        ByteBuffer out =
                ByteBuffer.allocate(file.length - storedBefore + frame.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(file, 0, chunk + 1).putInt(plain).putInt(frame.length);
        byte[] head = Arrays.copyOfRange(out.array(), chunk, chunk + ChunkFormat.CHUNK_HEAD_BYTES);
        out.putInt(ChunkFormat.checksum(head, ByteBuffer.wrap(frame))).put(frame);
        int rest = chunk + ChunkFormat.CHUNK_HEAD_BYTES + storedBefore;
        return out.put(file, rest, file.length - rest).array();
    }

    @Test
    void a_chunk_that_would_unpack_to_a_gigabyte_is_taken_for_damage() throws IOException {
        Path file = SampleHistories.write(directory.resolve("bomb.szh"), SEED, 300);
        byte[] whole = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = ChunkFormat.FILE_HEAD_BYTES;
        chunk += ChunkFormat.CHUNK_HEAD_BYTES + in.getInt(chunk + 5);
        byte[] bomb = Zstd.compress(new byte[64 << 20]);
        for (int plain : new int[] {1000, 4 << 20, 1 << 30, -1}) {
            Files.write(file, withFrame(whole, chunk, in.getInt(chunk + 5), plain, bomb));
            History history = HistoryFile.read(file);
            assertThat(history.complete()).isFalse();
            assertThat(history.operations()).isEmpty();
        }
    }

    @Test
    void gigantic_texts_and_values_and_numbers_are_refused_in_bounded_memory() {
        String begin = "{:process 0, :type :invoke, :f :w, :value ";
        assertRefused(begin + "\"" + "a".repeat(2 << 20) + "\"}", "a text is longer than the limit");
        assertRefused(begin + "[" + "12345678 ".repeat(2 << 20) + "]}", "a value is larger than the limit");
        assertRefused(begin + "1".repeat(5_000) + "}", "longer than 4096 bytes");
        assertRefused(begin + "1".repeat(90) + "}", "has more than 64 bits");
        assertRefused(begin + ":" + "k".repeat(5_000) + "}", "longer than 4096 bytes");
        StringBuilder map = new StringBuilder(begin).append('{');
        for (int i = 0; i < 70_000; i++) {
            map.append(i).append(" 1 ");
        }
        assertRefused(map + "}}", "more than 65536 entries");
    }

    private static void assertRefused(String edn, String message) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> HistoryFormat.JEPSEN_EDN.parse("\n" + edn))
                .isInstanceOf(HistoryFormatException.class)
                .hasMessageContaining("line 2: ")
                .hasMessageContaining(message);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
    }
}
