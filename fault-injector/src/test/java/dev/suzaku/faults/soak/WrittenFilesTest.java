package dev.suzaku.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What judges the files and answers of servers finds what is wrong with them. */
class WrittenFilesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long ENOUGH = 60;

    @TempDir
    Path directory;

    @Test
    void aWriteThatIsTwiceInTheAppendOnlyFileIsFound() throws Exception {
        served("redis-aof", redis -> {
            redis.close();
            append(appendOnlyFile(), "*2\r\n$4\r\nINCR\r\n$14\r\nclient0.key0.0\r\n");

            assertThatThrownBy(() -> redis.judge(0))
                    .isInstanceOf(SoakFailure.class)
                    .hasMessageContaining("key client0.key0.0 is");
        });
    }

    @Test
    void anAppendOnlyFileThatEndsWithinARequestIsFound() throws Exception {
        served("redis-aof", redis -> {
            redis.close();
            append(appendOnlyFile(), "*2\r\n$4\r\nIN");

            assertThatThrownBy(() -> redis.judge(0))
                    .isInstanceOf(SoakFailure.class)
                    .hasMessageContaining("refuses its files");
        });
    }

    @Test
    void aSnapshotHasAllThatWasAcknowledged() throws Exception {
        served("redis-bgsave", redis -> {
            redis.judge(0);

            assertThat(directory.resolve("copy").resolve("dump.rdb")).isNotEmptyFile();
        });
    }

    @Test
    void aRequestThatIsTwiceInTheAccessLogIsFound() throws Exception {
        served("nginx", nginx -> {
            nginx.judge(0);
            append(directory.resolve("access"), "2.7\n");

            assertThatThrownBy(() -> nginx.judge(0))
                    .isInstanceOf(SoakFailure.class)
                    .hasMessageContaining("request 2.7 is in the access log twice");
        });
    }

    @Test
    void anAnswerWithAWrongByteIsFound() throws Exception {
        require("nginx");
        SoakedProgram nginx = SoakPrograms.begin("nginx", directory);
        Path file = directory.resolve("files").resolve("file-2");
        byte[] bytes = Files.readAllBytes(file);
        bytes[4_000] ^= 1;
        Files.write(file, bytes);
        try (nginx;
                UndisturbedServer server = new UndisturbedServer(nginx.program())) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThatThrownBy(nginx::check)
                            .isInstanceOf(SoakFailure.class)
                            .hasMessageContaining("is not file-2"));
        }
    }

    /** What is done with a server once each of its clients has had answers. */
    @FunctionalInterface
    private interface Judgement {
        void of(SoakedProgram program) throws Exception;
    }

    private void served(String name, Judgement judgement) throws Exception {
        require(name);
        SoakedProgram program = SoakPrograms.begin(name, directory);
        try (program;
                UndisturbedServer server = new UndisturbedServer(program.program())) {
            await().atMost(SOON).until(() -> program.progress() > ENOUGH);
            judgement.of(program);
        }
    }

    private Path appendOnlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("appendonlydir"))) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void require(String program) {
        assumeThat(SoakTest.isHere(program)).as("%s is installed", program).isTrue();
    }
}
