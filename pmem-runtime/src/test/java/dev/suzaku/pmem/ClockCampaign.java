package dev.suzaku.pmem;

import dev.suzaku.pmem.image.Layout;
import dev.suzaku.pmem.image.Tables;
import dev.suzaku.pmem.launch.ClockOffsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Cuts the program {@code clocks}: at the first cut its image is made that of another boot, whose clocks were far ahead of this one's, and
 * whose power went an hour ago; three cuts in this boot follow. Also a controller of its own: {@code SCRATCH PROGRAM}.
 *
 * @param readings the program's lines, whole ones
 * @param linesAtCut how many there were at each cut
 * @param offsets of the program's clocks after each recovery
 * @param inspected what an inspection says of the clocks after each cut
 */
record ClockCampaign(
        List<String> readings, List<Integer> linesAtCut, List<ClockOffsets> offsets, List<String> inspected) {
    static final long AHEAD_NANOS = TimeUnit.DAYS.toNanos(1_000);
    static final long OFF_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int CUTS = 4;
    private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NANOS = 500_000;

    static ClockCampaign run(Path scratch, Path file) throws Exception {
        Path output = scratch.resolve("readings");
        Path stop = scratch.resolve("stop");
        LaunchOptions options = LaunchOptions.defaults().withStreams(Streams.files(output, scratch.resolve("errors")));
        ImageDirectory image = ImageDirectory.createEmpty(scratch.resolve("image"));
        Program program = new Program(file, List.of(stop.toString()), scratch);
        List<Integer> linesAtCut = new ArrayList<>();
        List<ClockOffsets> offsets = new ArrayList<>();
        List<String> inspected = new ArrayList<>();
        PersistentProcess process = PersistentProcess.start(image, program, options);
        try {
            for (int cut = 0; cut < CUTS; cut++) {
                awaitMoreLines(output);
                cut(process, cut);
                linesAtCut.add(lines(output).size());
                inspected.add(ImageInspection.of(image).clocks());
                process.close();
                process = PersistentProcess.resume(image, options);
                offsets.add(ClockOffsets.of(process.pid()));
            }
            awaitMoreLines(output);
            Files.createFile(stop);
            if (process.waitFor() != 0) {
                throw new AssertionError("exit code " + process.exitCode());
            }
        } finally {
            process.close();
        }
        return new ClockCampaign(lines(output), linesAtCut, offsets, inspected);
    }

    /** The process saves itself at the last cut: that way of saving must note the clocks too. */
    private static void cut(PersistentProcess process, int cut) {
        if (cut == CUTS - 1) {
            process.saveItself(Optional.empty());
            return;
        }
        try (Freeze freeze = process.freeze()) {
            freeze.save(
                    cut == 0
                            ? SavePlan.tampered((tables, threads) -> makeThatOfAnotherBoot(tables))
                            : SavePlan.complete());
            freeze.kill();
        }
    }

    private static void makeThatOfAnotherBoot(Tables tables) {
        tables.setBytes(Layout.number("image_header.boot_id"), "another".getBytes(StandardCharsets.US_ASCII));
        tables.setHalf(Layout.number("image_header.boot_id") + "another".length(), 0);
        tables.setHeaderWord("frozen_ns", tables.headerWord("frozen_ns") + AHEAD_NANOS);
        tables.setHeaderWord("frozen_boot_ns", tables.headerWord("frozen_boot_ns") + 2 * AHEAD_NANOS);
        tables.setHeaderWord("frozen_wall_ns", tables.headerWord("frozen_wall_ns") - OFF_NANOS);
    }

    private static void awaitMoreLines(Path output) throws IOException {
        int before = lines(output).size();
        long deadline = System.nanoTime() + SOON_NANOS;
        while (lines(output).size() <= before + 3) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the program wrote nothing for 60 s after line " + before);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static List<String> lines(Path output) throws IOException {
        return Files.exists(output) ? Files.readAllLines(output) : List.of();
    }

    /** Readings of one clock, 0 or 1. */
    List<Long> clock(int column) {
        return readings.stream()
                .map(line -> Long.valueOf(line.split(" ")[column]))
                .toList();
    }

    /** How often a clock has gone back. */
    long timesBack(int column) {
        List<Long> values = clock(column);
        return IntStream.range(1, values.size())
                .filter(i -> values.get(i) < values.get(i - 1))
                .count();
    }

    public static void main(String[] words) throws Exception {
        ClockCampaign campaign = run(Path.of(words[0]), Path.of(words[1]));
        System.out.println("back " + campaign.timesBack(0) + " " + campaign.timesBack(1));
        System.out.println("early " + campaign.readings.stream().anyMatch(line -> line.endsWith("early")));
        System.out.println("clocks " + campaign.inspected.get(CUTS - 1));
        System.out.println("errors " + Files.readString(Path.of(words[0]).resolve("errors")));
    }
}
