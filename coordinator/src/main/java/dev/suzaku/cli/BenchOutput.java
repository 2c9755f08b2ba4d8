package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a benchmark's figures go: the picture into a file, the rest to stdout.
 *
 * @param json whether as JSON, with what the machine is, instead of as a table
 * @param plot the file of the picture, overwritten; not touched where there is none
 */
record BenchOutput(boolean json, Path plot) {
    void print(ObjectNode figures, String table, Optional<String> picture, String settings) throws IOException {
        if (picture.isPresent()) {
            Files.writeString(plot, picture.get(), StandardCharsets.UTF_8);
        }
        if (json) {
            figures.set("machine", Machine.describe());
            System.out.println(figures.toPrettyString());
        } else {
            System.out.print(table);
            System.out.println(
                    settings + (picture.isPresent() ? "; picture in " + plot : "; no picture, since no curve"));
        }
    }
}
