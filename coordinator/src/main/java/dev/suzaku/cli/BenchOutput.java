package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a benchmark's figures go: the picture into a file, the rest to stdout.
 *
 * @param json whether as JSON, with what the machine is, instead of as a table
 * @param plot the file of the picture, overwritten
 */
record BenchOutput(boolean json, Path plot) {
    void print(ObjectNode figures, String table, String picture, String settings) throws IOException {
        Files.writeString(plot, picture, StandardCharsets.UTF_8);
        if (json) {
            figures.set("machine", Machine.describe());
            System.out.println(figures.toPrettyString());
        } else {
            System.out.print(table);
            System.out.println(settings + "; picture in " + plot);
        }
    }
}
