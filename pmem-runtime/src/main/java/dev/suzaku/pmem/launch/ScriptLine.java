package dev.suzaku.pmem.launch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The first line of a script. */
final class ScriptLine {
    private static final Pattern LINE = Pattern.compile("#![ \\t]*([!-~][ -~\\t]*)");
    private static final Pattern ENV = Pattern.compile("(/\\S*)?/env");
    private static final Pattern FOR_ENV = Pattern.compile("-.*|[^/]+=.*");

    private ScriptLine() {}

    /**
     * The interpreter and its arguments; what {@code env} would look up where that is named, since it replaces itself, as no persistent
     * program can.
     *
     * @param begin of the file
     * @return empty when it is no script, or its line is nothing to print
     */
    static Optional<String> interpreter(byte[] begin) {
        Matcher line = LINE.matcher(new String(begin, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse(""));
        if (!line.matches()) {
            return Optional.empty();
        }
        String[] words = line.group(1).strip().split("\\s+");
        if (!ENV.matcher(words[0]).matches()) {
            return Optional.of(String.join(" ", words));
        }
        return Optional.of(Arrays.stream(words)
                        .skip(1)
                        .dropWhile(word -> FOR_ENV.matcher(word).matches())
                        .collect(Collectors.joining(" ")))
                .filter(command -> !command.isEmpty());
    }
}
