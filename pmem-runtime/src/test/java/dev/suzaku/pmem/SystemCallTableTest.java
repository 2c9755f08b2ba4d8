package dev.suzaku.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of system calls (calls.def), the page made from it, and the system's headers say the same. */
class SystemCallTableTest {
    private static final Path PAGE = Path.of("target", "native", "system-calls.md");
    private static final Path MANUAL = Path.of("..", "docs", "system-calls.md");
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| `(\\w+)` \\| (\\S+) \\|", Pattern.MULTILINE);
    private static final Pattern DEFINITION = Pattern.compile("^__NR_(\\w+) (\\d+)$", Pattern.MULTILINE);

    @TempDir(factory = MemoryDirectory.class)
    Path scratch;

    @Test
    void theManualShowsTheTableThatTheRuntimeUses() throws IOException {
        assertThat(Files.readString(MANUAL))
                .as("docs/system-calls.md; make -C pmem-runtime page writes it")
                .isEqualTo(Files.readString(PAGE));
    }

    @Test
    void everyCallOfTheSystemsHeadersIsInTheTableUnderItsNumber() throws Exception {
        Map<String, Integer> table = table(Files.readString(PAGE));

        Map<String, Integer> headers = headers();

        assertThat(headers).hasSizeGreaterThan(300);
        assertThat(table).containsAllEntriesOf(headers);
    }

    @Test
    void theTableHasNoNumberTwice() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(PAGE));

        assertThat(rows.results().map(row -> row.group(1))).doesNotHaveDuplicates();
    }

    /** With no arguments the kernel would answer most of them otherwise: EFAULT, EINVAL, EBADF, or do them. */
    @Test
    void aRefusedCallIsAnsweredAsTheTableSays() throws Exception {
        List<String> numbers = ROW.matcher(Files.readString(PAGE))
                .results()
                .filter(row -> row.group(3).equals("`ENOSYS`"))
                .map(row -> row.group(1))
                .toList();
        Path log = scratch.resolve("log");
        List<String> words = Stream.concat(Stream.of("38"), numbers.stream()).toList();
        Program program = new Program(TestPrograms.get("refused-glibc"), words, scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        assertThat(numbers).hasSizeGreaterThan(50);
        try (PersistentProcess process =
                PersistentProcess.start(ImageDirectory.createEmpty(scratch.resolve("image")), program, options)) {
            assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        }
    }

    @Test
    void adviceThatIsNotFollowedIsNotAnsweredAsDone() throws Exception {
        endsWell("advice-glibc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"badpointers-glibc", "badpointers-musl-static"})
    void aBadPointerIsAnsweredAsByTheKernel(String name) throws Exception {
        endsWell(name);
    }

    private void endsWell(String name) throws Exception {
        Path log = scratch.resolve("log");
        Program program = new Program(TestPrograms.get(name), List.of(), scratch);
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(log, log));

        try (PersistentProcess process =
                PersistentProcess.start(ImageDirectory.createEmpty(scratch.resolve("image")), program, options)) {
            int code = process.waitFor();
            assertThat(code).as(Files.readString(log)).isZero();
        }
    }

    private static Map<String, Integer> table(String page) {
        Map<String, Integer> table = new HashMap<>();
        ROW.matcher(page).results().forEach(row -> table.put(row.group(2), Integer.valueOf(row.group(1))));
        return table;
    }

    /** What the C preprocessor says, whatever way the headers are laid out. */
    private static Map<String, Integer> headers() throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder("gcc", "-E", "-dM", "-include", "asm/unistd_64.h", "-x", "c", "/dev/null")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(compiler.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).isZero();
        Map<String, Integer> headers = new HashMap<>();
        DEFINITION
                .matcher(text.replace("#define ", ""))
                .results()
                .forEach(line -> headers.put(line.group(1), Integer.valueOf(line.group(2))));
        return headers;
    }
}
