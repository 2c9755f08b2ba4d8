package dev.suzaku.pmem;

import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a resume would accept an image.
 *
 * @param problems what is wrong, one line each; empty when a resume would start
 * @param tablesChecksum CRC32C of the sealed tables as computed now; empty when the image is not sealed
 */
public record ImageVerification(List<String> problems, OptionalLong tablesChecksum) {
    public ImageVerification {
        problems = List.copyOf(problems);
    }

    public boolean isResumable() {
        return problems.isEmpty();
    }

    /** Examines an image; changes nothing. */
    public static ImageVerification of(ImageDirectory image) {
        throw new UnsupportedOperationException("not there yet");
    }
}
