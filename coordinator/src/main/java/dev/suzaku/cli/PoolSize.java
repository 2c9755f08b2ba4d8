package dev.suzaku.cli;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.pmem.LaunchOptions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a pool as people write it: a whole number of MiB or GiB. */
final class PoolSize {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,6})(MiB|GiB)");
    private static final int MEBI_SHIFT = 20;
    private static final int GIBI_SHIFT = 30;

    private PoolSize() {}

    /**
     * @param text for example {@code 512MiB} or {@code 4GiB}
     * @return bytes, within what a pool may be
     * @throws BadInputException when it is neither, or out of range
     */
    static long bytes(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int shift = matcher.group(2).equals("MiB") ? MEBI_SHIFT : GIBI_SHIFT;
            long bytes = Long.parseLong(matcher.group(1)) << shift;
            if (bytes >= LaunchOptions.POOL_BYTES_MIN && bytes <= LaunchOptions.POOL_BYTES_MAX) {
                return bytes;
            }
        }
        throw new BadInputException("--pool must be 16MiB to 4096GiB, written as 512MiB or 4GiB, not '" + text + "'");
    }
}
