package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands that the README shows are ones that there are. */
class ReadmeTest {
    private static final String BEGIN = "    ./suzaku ";

    @Test
    void its_examples_have_the_options_that_there_are() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> examples = readme.substring(readme.indexOf("## The parts by hand"))
                .lines()
                .filter(line -> line.startsWith(BEGIN))
                .toList();
        for (String example : examples) {
            List<String> words = words(example.substring(BEGIN.length()));
            assertThat(new CommandLine(new Suzaku())
                            .parseArgs(words.toArray(String[]::new))
                            .errors())
                    .as(example)
                    .isEmpty();
        }
        assertThat(examples)
                .extracting(example -> words(example.substring(BEGIN.length())).get(0))
                .contains("wpp", "check", "shrink", "soak");
    }

    /** As a shell splits a line. */
    private static List<String> words(String line) throws Exception {
        Process shell = new ProcessBuilder("/bin/bash", "-c", "printf '%s\\n' " + line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(shell.waitFor()).as(line).isZero();
        return words;
    }
}
