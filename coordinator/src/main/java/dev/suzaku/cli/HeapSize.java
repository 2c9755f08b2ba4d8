package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --memory} asks for. The launcher starts Java with it, since a heap cannot be bounded later. */
final class HeapSize {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})[gG]|([1-9][0-9]{1,6})[mM]");
    private static final long MEBIBYTES_MIN = 64;
    private static final int MEBI_SHIFT = 20;

    private HeapSize() {}

    /**
     * Checks the size, and that this Java was started with it.
     *
     * @throws BadInputException when it is no size, or the heap may grow beyond it
     */
    static void requireStartedWith(String text) {
        long bytes = bytes(text);
        if (Runtime.getRuntime().maxMemory() > bytes) {
            throw new BadInputException("--memory " + text + " has no effect here, where Java may take "
                    + (Runtime.getRuntime().maxMemory() >> MEBI_SHIFT) + " MiB: start it as ./suzaku check");
        }
    }

    /** @param text for example {@code 512m} or {@code 1g} */
    static long bytes(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long mebibytes =
                    form.group(1) != null ? Long.parseLong(form.group(1)) << 10 : Long.parseLong(form.group(2));
            if (mebibytes >= MEBIBYTES_MIN) {
                return mebibytes << MEBI_SHIFT;
            }
        }
        throw new BadInputException("--memory must be 64m to 9999g, such as 512m or 1g; it is '" + text + "'");
    }
}
