package dev.suzaku.coordinator.bench.checkers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.checkers.Answer;
import dev.suzaku.coordinator.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another checker's program. It is given a history of one register in Jepsen's EDN, one event to a line ({@code "REFUSED"} as
 * the value of an {@code :ok} compare-and-set is one that found another value), and says with its exit code: 0 valid, 1
 * invalid, 2 unknown. If the last line it prints is a JSON object with {@code elapsed_ms}, that is its time, else what the
 * process took; an object's {@code verdict} goes before the exit code.
 *
 * @param name for the tables
 * @param words of the command; <code>{file}</code> in one of them stands for the history
 */
public record Peer(String name, List<String> words) {
    private static final String FILE = "{file}";
    private static final int OUTPUT_MAX = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Peer {
        words = List.copyOf(words);
    }

    /**
     * Reads {@code NAME=COMMAND {file}}; the command is split at blanks, no shell is asked.
     *
     * @throws BadInputException when it is not like that
     */
    public static Peer parse(String text) {
        int equals = text.indexOf('=');
        List<String> words = equals < 1
                ? List.of()
                : List.of(text.substring(equals + 1).strip().split("\\s+"));
        if (words.stream().noneMatch(word -> word.contains(FILE))) {
            throw new BadInputException("--peer must be 'NAME=COMMAND {file}', not " + text);
        }
        return new Peer(text.substring(0, equals).strip(), words);
    }

    /**
     * Lets it check a history.
     *
     * @param budgetMillis for checking
     * @param readingMillis besides, for reading the file; then it is killed and its answer is UNKNOWN
     * @throws BadInputException when it cannot be started, or fails
     */
    Checked check(Path file, Path scratch, long budgetMillis, long readingMillis)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        words.forEach(word -> command.add(word.replace(FILE, file.toString())));
        Path output = scratch.resolve("peer.out");
        Path errors = scratch.resolve("peer.err");
        long start = System.nanoTime();
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw new BadInputException("peer " + name + " cannot be started: " + e.getMessage(), e);
        }
        try {
            if (!process.waitFor(budgetMillis + readingMillis, TimeUnit.MILLISECONDS)) {
                return new Checked(Answer.UNKNOWN, budgetMillis);
            }
            return read(process.exitValue(), tail(output), tail(errors), (System.nanoTime() - start) / 1e6);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    Checked read(int exitCode, String output, String errors, double wallMillis) {
        String last = output.lines().reduce((before, line) -> line).orElse("").strip();
        JsonNode json = last.startsWith("{") ? json(last) : JSON.createObjectNode();
        String said = json.path("verdict").asText("");
        Answer answer = switch (said.isEmpty() ? Integer.toString(exitCode) : said) {
            case "0", "VALID" -> Answer.VALID;
            case "1", "INVALID" -> Answer.INVALID;
            case "2", "UNKNOWN" -> Answer.UNKNOWN;
            default ->
                throw new BadInputException("peer " + name + " ended with code " + exitCode + ", verdict '" + said
                        + "': " + errors.lines().findFirst().orElse("it said nothing"));
        };
        double millis = json.path("elapsed_ms").asDouble(wallMillis);
        if (!(millis >= 0)) {
            throw new BadInputException("peer " + name + " says that it took " + millis + " ms");
        }
        return new Checked(answer, millis);
    }

    private JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadInputException("peer " + name + " printed what is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String tail(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.max(0, Files.size(file) - OUTPUT_MAX));
            return new String(in.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8);
        }
    }
}
