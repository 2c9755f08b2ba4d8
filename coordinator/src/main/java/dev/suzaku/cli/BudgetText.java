package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people write it: {@code 500ms}, {@code 10s}, {@code 2m}. */
final class BudgetText {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,7})(ms|s|m)");
    private static final long MAX_MILLIS = 86_400_000;

    private BudgetText() {}

    /** @return 1 ms to one day */
    static long millis(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new BadInputException("--budget must be a number with ms, s or m, such as 10s; it is '" + text + "'");
        }
        long millis = Long.parseLong(time.group(1)) * unitMillis(time.group(2));
        if (millis < 1 || millis > MAX_MILLIS) {
            throw new BadInputException("--budget must be 1ms to one day, it is " + text);
        }
        return millis;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            default -> 60_000;
        };
    }
}
