package dev.suzaku.pmem;

import dev.suzaku.pmem.launch.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pages back a pool at this moment.
 *
 * @param hugeOption {@code huge=} of the tmpfs that it lies on: always, within_size, advise or never, which is also what no option
 *     means; empty on another file system
 * @param residentBytes of the pool, mapped and present in the program that runs; 0 when none runs
 * @param hugeBytes of these, in pages of 2 MiB
 */
public record PoolPages(String hugeOption, long residentBytes, long hugeBytes) {
    private static final String TMPFS = "tmpfs";
    private static final int MINOR_BITS = 8;
    private static final int MINOR_LOW = 0xff;
    private static final int MAJOR_MASK = 0xfff;
    private static final int INODE_FIELD = 4;

    static PoolPages of(ImageDirectory image) {
        String option = image.fileSystem().equals(TMPFS) ? hugeOption(image.path()) : "";
        List<String> account = ProcessIdentity.read(image.processFile())
                .filter(ProcessIdentity::isRunning)
                .map(process -> accountOf(process.pid(), image.poolFile()))
                .orElse(List.of());
        return new PoolPages(
                option, sumOfBytes(account, "Rss:"), sumOfBytes(account, "ShmemPmdMapped:", "FilePmdMapped:"));
    }

    /** The lines of smaps about the mappings of a pool; none when the process ends meanwhile or may not be looked at. */
    private static List<String> accountOf(long pid, Path pool) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps"))) {
            String inode = Files.getAttribute(pool, "unix:ino").toString();
            boolean[] ofPool = new boolean[1];
            return lines.filter(line -> {
                        String[] fields = line.split(" +");
                        if (!fields[0].endsWith(":")) {
                            ofPool[0] = fields[INODE_FIELD].equals(inode) && line.endsWith("/" + pool.getFileName());
                        }
                        return ofPool[0];
                    })
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private static long sumOfBytes(List<String> account, String... names) {
        return account.stream()
                .map(line -> line.split(" +"))
                .filter(fields -> List.of(names).contains(fields[0]))
                .mapToLong(fields -> Long.parseLong(fields[1]) << 10)
                .sum();
    }

    /** Of the mount, which is found by its device number: its path may have been covered by another mount since. */
    private static String hugeOption(Path path) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            long device = (Long) Files.getAttribute(path, "unix:dev");
            String number =
                    (device >> MINOR_BITS & MAJOR_MASK) + ":" + (device & MINOR_LOW | device >> 12 & ~MINOR_LOW);
            Optional<String> options = mounts.filter(line -> line.split(" ")[2].equals(number))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .findFirst();
            return options.stream()
                    .flatMap(text -> Stream.of(text.split(",")))
                    .filter(option -> option.startsWith("huge="))
                    .map(option -> option.substring("huge=".length()))
                    .findFirst()
                    .orElse("never");
        } catch (IOException e) {
            throw new ImageException("cannot ask for the mount of " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        String present = residentBytes == 0
                ? "none present: no program runs"
                : "%d MiB present, %d MiB of them in pages of 2 MiB".formatted(residentBytes >> 20, hugeBytes >> 20);
        return hugeOption.isEmpty() ? present : present + "; the tmpfs has huge=" + hugeOption;
    }
}
