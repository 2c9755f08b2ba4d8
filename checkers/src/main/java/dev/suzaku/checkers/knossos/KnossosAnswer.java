package dev.suzaku.checkers.knossos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the other process says about one history, one line:
 *
 * <pre>
 *   valid
 *   invalid EVENT PREVIOUS TEXT     EVENT cannot be linearized, PREVIOUS was the last ok before it (-1: none);
 *                                   TEXT: the configurations before it, as Knossos prints them
 *   unknown TEXT                    why
 * </pre>
 */
sealed interface KnossosAnswer {
    Pattern INVALID = Pattern.compile("invalid (\\d{1,9}) (-1|\\d{1,9}) (.{0,2000})");
    Pattern UNKNOWN = Pattern.compile("unknown (.{1,2000})");

    record Valid() implements KnossosAnswer {}

    record Invalid(int event, int previous, String configurations) implements KnossosAnswer {}

    record Unknown(String reason) implements KnossosAnswer {}

    /**
     * Reads an answer.
     *
     * @param events number of events that were sent
     * @throws KnossosProcessException when it is none
     */
    static KnossosAnswer parse(String line, int events) {
        Matcher invalid = INVALID.matcher(line);
        Matcher unknown = UNKNOWN.matcher(line);
        if (line.equals("valid")) {
            return new Valid();
        } else if (unknown.matches()) {
            return new Unknown(unknown.group(1));
        } else if (invalid.matches()) {
            int event = Integer.parseInt(invalid.group(1));
            int previous = Integer.parseInt(invalid.group(2));
            if (event < events && previous < events) {
                return new Invalid(event, previous, invalid.group(3));
            }
        }
        String shown = line.length() > 200 ? line.substring(0, 200) + "..." : line;
        throw new KnossosProcessException("Knossos's process answered what is no answer: " + shown);
    }
}
