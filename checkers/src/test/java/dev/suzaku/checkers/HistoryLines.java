package dev.suzaku.checkers;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Histories as lines of text, so that a test shows them. Operations may come in any order; times are nanoseconds.
 *
 * <pre>
 *   0 write 1 @1..2             session 0 writes 1 from instant 1 to instant 2, answered with nothing
 *   0 read -> 1 @3..4           session 0 reads and is answered with 1
 *   1 x.cas [1 2] @5..          session 1 compares and sets the object x, and is never answered; objects are k otherwise
 *   1 write 3 @6..7 fail        did not happen
 *   cut @8..9                   the crash is at 8, the first reply at 9
 * </pre>
 *
 * <p>A value is a whole number, {@code nothing}, a sequence in brackets, or else a text, of which {@code ~} is a blank.
 */
public final class HistoryLines {
    private static final Pattern OPERATION =
            Pattern.compile("(\\d+) (?:(\\w+)\\.)?([\\w-]+)( (?!->).*?)?( -> .*?)? @(\\d+)\\.\\.(\\d*)( fail)?");
    private static final Pattern CUT = Pattern.compile("cut @(\\d+)\\.\\.(\\d+)");

    private HistoryLines() {}

    /** The history of the lines. */
    public static History of(String model, String... lines) {
        List<Operation> operations = new ArrayList<>();
        List<PowerCut> cuts = new ArrayList<>();
        for (String line : lines) {
            Matcher cut = CUT.matcher(line);
            if (cut.matches()) {
                long crash = Long.parseLong(cut.group(1));
                long ready = Long.parseLong(cut.group(2));
                cuts.add(new PowerCut(cuts.size(), crash, crash, ready, ready));
            } else {
                operations.add(operation(line));
            }
        }
        operations.sort(Comparator.comparingLong(Operation::invokeNanos));
        List<Operation> numbered = new ArrayList<>();
        operations.forEach(each -> numbered.add(each.numbered(numbered.size())));
        return new History(HistoryHeader.of("lines", model, 0), numbered, cuts, true);
    }

    /** The operation of one line, with index 0. */
    public static Operation operation(String line) {
        Matcher parts = OPERATION.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line of a history: " + line);
        }
        boolean answered = !parts.group(7).isEmpty();
        boolean failed = parts.group(8) != null;
        return new Operation(
                0,
                Integer.parseInt(parts.group(1)),
                0,
                parts.group(3),
                parts.group(2) == null ? "k" : parts.group(2),
                part(parts.group(4), ""),
                part(parts.group(5), "->"),
                failed ? Outcome.FAIL : answered ? Outcome.OK : Outcome.INFO,
                Long.parseLong(parts.group(6)),
                answered ? Long.parseLong(parts.group(7)) : Operation.NEVER);
    }

    private static Value part(String text, String mark) {
        return text == null
                ? Value.NOTHING
                : value(text.strip().substring(mark.length()).strip());
    }

    private static Value value(String text) {
        if (text.matches("-?\\d+")) {
            return Value.of(Long.parseLong(text));
        } else if (text.startsWith("[") && text.endsWith("]")) {
            return Value.sequence(items(text.substring(1, text.length() - 1)));
        }
        return text.equals("nothing") ? Value.NOTHING : Value.of(text.replace('~', ' '));
    }

    /** The values between blanks that are in no brackets. */
    private static Value[] items(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        StringBuilder item = new StringBuilder();
        for (char each : (text + " ").toCharArray()) {
            depth += each == '[' ? 1 : each == ']' ? -1 : 0;
            if (each == ' ' && depth == 0) {
                items.add(item.toString());
                item.setLength(0);
            } else {
                item.append(each);
            }
        }
        return items.stream()
                .filter(each -> !each.isEmpty())
                .map(HistoryLines::value)
                .toArray(Value[]::new);
    }
}
