package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool on a file system that gives pages of 2 MiB. */
class HugePagesTest {
    private static final Path SHARED_MEMORY = Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");
    private static final String MEBIBYTES = "48";

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @ParameterizedTest
    @CsvSource({
        "always, heap-glibc",
        "always, heap-musl-static",
        "within_size, heap-glibc",
    })
    void aLargeHeapIsInHugePagesBeforeAndAfterCuts(String huge, String program) throws Exception {
        assumeThat(SHARED_MEMORY)
                .as("a kernel with huge pages for shared memory")
                .exists();
        assumeThat(Files.readString(SHARED_MEMORY))
                .as("huge pages are not denied")
                .doesNotContain("[deny]");

        List<String> pages = run(huge, program);

        assertThat(pages)
                .allSatisfy(line -> assertThat(line)
                        .matches("[45678]\\d MiB present, [34567]\\d MiB of them in pages of 2 MiB; the tmpfs has huge="
                                + huge));
    }

    @Test
    void withoutThemInspectSaysSo() throws Exception {
        List<String> pages = run("never", "heap-glibc");

        assertThat(pages)
                .allSatisfy(line -> assertThat(line)
                        .matches("[45678]\\d MiB present, 0 MiB of them in pages of 2 MiB; the tmpfs has huge=never"));
    }

    private List<String> run(String huge, String program) throws Exception {
        Path mountPoint = Files.createDirectory(scratch.resolve("own"));
        Path log = scratch.resolve("log");
        Path report = scratch.resolve("report");
        List<String> words = Stream.of(
                        mountPoint.resolve("image"), log, report, scratch.resolve("stop"), TestPrograms.get(program))
                .map(Path::toString)
                .toList();

        int code = OwnFileSystem.run(
                "size=512m,huge=" + huge,
                mountPoint,
                HugePages.class,
                Stream.concat(words.stream(), Stream.of(MEBIBYTES)).toList());

        assertThat(code).isZero();
        assertThat(Files.readString(log)).as("its numbers are right").isEqualTo("right\n");
        return Files.readAllLines(report);
    }
}
