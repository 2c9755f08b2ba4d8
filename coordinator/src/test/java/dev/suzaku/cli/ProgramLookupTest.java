package dev.suzaku.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.coordinator.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLookupTest {
    @TempDir
    private Path folder;

    private ProgramLookup lookup;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(folder.resolve("first/tool"));
        file("first/plain", "rw-------");
        file("second/tool", "rwx------");
        file("second/plain", "rwx------");
        file("third/tool", "rwx------");
        file("third/text", "rw-------");
        file("mine", "rwx------");
        lookup = new ProgramLookup(folder + "/first:second:" + folder.resolve("third"), folder);
    }

    @Test
    void the_first_file_that_may_be_executed_is_taken() {
        assertThat(lookup.find("tool")).isEqualTo(folder.resolve("second/tool"));
        assertThat(lookup.find("plain")).isEqualTo(folder.resolve("second/plain"));
    }

    @Test
    void a_name_with_a_slash_is_a_path() {
        assertThat(lookup.find("./mine")).isEqualTo(folder.resolve("mine"));
        assertThat(lookup.find("third/../second/tool")).isEqualTo(folder.resolve("second/tool"));
        assertThat(lookup.find("/bin/true")).isEqualTo(Path.of("/bin/true"));
    }

    @Test
    void an_empty_part_of_the_path_is_the_working_directory() {
        assertThat(new ProgramLookup("/nowhere:", folder).find("mine")).isEqualTo(folder.resolve("mine"));
    }

    @Test
    void what_cannot_be_run_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> lookup.find("absent"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("program absent is in no directory of PATH (" + lookup.path() + ")");
        assertThatThrownBy(() -> lookup.find("mine"))
                .hasMessageEndingWith("; the one in the working directory is ./mine");
        assertThatThrownBy(() -> lookup.find("text"))
                .hasMessage("program " + folder.resolve("third/text") + " is not executable");
        assertThatThrownBy(() -> lookup.find("")).hasMessage("the name of the program is empty");
    }

    private void file(String name, String rights) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }
}
