package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WppDetachTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void a_recovery_that_fails_does_not_look_like_one_that_succeeded() throws Exception {
        Path followed = Files.writeString(folder.resolve("followed"), "a line\n");
        String image = folder.resolve("image").toString();

        assertThat(wpp("run", "--image", image, "--detach", "--", "/usr/bin/tail", "-f", followed.toString()))
                .as("%s", errors)
                .isZero();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Path.of(image + ".out")).hasContent("a line")); // so it has opened the file
        assertThat(wpp("cut", "--image", image)).as("%s", errors).isZero();
        assertThat(wpp("resume", "--image", image, "--detach")).as("%s", errors).isZero();
        assertThat(wpp("cut", "--image", image)).as("%s", errors).isZero();
        Files.delete(followed);
        assertThat(wpp("resume", "--image", image, "--detach"))
                .as("%s %s", errors, Files.readString(Path.of(image + ".err")))
                .isEqualTo(254);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("the recovery failed; the last line of " + image + ".err says why");
        assertThat(Files.readString(Path.of(image + ".err"))).contains(followed.toString());
    }

    @Test
    void what_it_says_goes_into_files_of_its_user_alone_and_through_no_link() throws Exception {
        String image = folder.resolve("image").toString();
        Path victim = Files.writeString(folder.resolve("victim"), "kept");
        Files.createSymbolicLink(Path.of(image + ".out"), victim);

        assertThat(wpp("run", "--image", image, "--detach", "--", "/bin/echo", "hello"))
                .isEqualTo(254);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("must not be a symbolic link");
        assertThat(victim).hasContent("kept");

        Files.delete(Path.of(image + ".out"));
        String other = folder.resolve("other").toString();
        assertThat(wpp("run", "--image", other, "--detach", "--", "/bin/echo", "hello"))
                .as("%s", errors)
                .isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Path.of(other + ".out")).hasContent("hello"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(other + ".out"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_start_that_fails_leaves_no_empty_files_and_takes_none_away() throws Exception {
        Path image = folder.resolve("image");
        Path out = Path.of(image + ".out");
        Path err = Path.of(image + ".err");
        assertThat(wpp("run", "--image", image.toString(), "--detach", "--", "/no/such/program"))
                .isEqualTo(254);
        assertThat(folder).isEmptyDirectory();

        Files.createFile(out);
        assertThat(wpp("run", "--image", image.toString(), "--detach", "--", "/no/such/program"))
                .isEqualTo(254);
        assertThat(out).exists();
        assertThat(err).doesNotExist();
    }

    private int wpp(String... words) {
        String[] arguments = new String[words.length + 1];
        arguments[0] = "wpp";
        System.arraycopy(words, 0, arguments, 1, words.length);
        PrintStream before = System.err;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            return Suzaku.execute(arguments);
        } finally {
            System.setErr(before);
        }
    }
}
