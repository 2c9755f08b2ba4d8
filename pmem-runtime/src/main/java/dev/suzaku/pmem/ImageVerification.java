package dev.suzaku.pmem;

import dev.suzaku.pmem.image.MappedTables;
import dev.suzaku.pmem.image.Seal;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ProgramBuild;
import dev.suzaku.pmem.launch.ThisMachine;
import dev.suzaku.pmem.recovery.Acceptance;
import dev.suzaku.pmem.recovery.FixUps;
import dev.suzaku.pmem.recovery.PoolFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a resume would accept an image.
 *
 * @param problems what is wrong, one line each; empty when a resume would start
 * @param tablesChecksum the seal, which matches; empty when the image is refused, or not sealed because a recovery has
 *     begun: then its structure was checked, not its contents
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
        try (MappedTables mapped = MappedTables.open(image.tablesFile(), false);
                PoolFile pool = new PoolFile(image.poolFile())) {
            ImageLock.take(image).close(); // refused while a process runs in the image
            Tables tables = mapped.tables();
            Optional<String> refusal =
                    Acceptance.refusal(tables, ThisMachine.get()).or(() -> ProgramBuild.refusal(tables));
            if (refusal.isPresent()) {
                return new ImageVerification(List.of(refusal.get()), OptionalLong.empty());
            }
            FixUps.check(tables, pool);
            return new ImageVerification(
                    List.of(),
                    Seal.isSealed(tables) ? OptionalLong.of(tables.headerWord("seal")) : OptionalLong.empty());
        } catch (ImageException e) {
            return new ImageVerification(List.of(e.getMessage()), OptionalLong.empty());
        }
    }
}
