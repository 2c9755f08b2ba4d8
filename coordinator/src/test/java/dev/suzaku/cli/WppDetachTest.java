package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WppDetachTest {
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
