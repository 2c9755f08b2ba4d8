package dev.suzaku.coordinator.bench;

import dev.suzaku.pmem.Freeze;
import dev.suzaku.pmem.ImageDirectory;
import dev.suzaku.pmem.ImageInspection;
import dev.suzaku.pmem.LaunchOptions;
import dev.suzaku.pmem.PersistentProcess;
import dev.suzaku.pmem.Program;
import dev.suzaku.pmem.SavePlan;
import dev.suzaku.pmem.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recovery time against heap size: memcached is filled, its power is cut, and the time from the recover call to the first correct reply
 * is taken, many times. The controller is this process, warmed by some recoveries that do not count.
 */
final class RecoverySuite implements Suite {
    private static final int PORT = 21_931;
    private static final int VALUE_BYTES = 100_000;
    private static final int WARM_UP_CUTS = 100; // then the JVM has compiled most of what a recovery runs
    private static final int MEBI_SHIFT = 20;

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        String memcached = plan.tools().system("memcached", "memcached").toString();
        for (int heap : plan.heapMebibytes()) {
            if (plan.wants("recovery/" + heap)) {
                plan.turns().say("recovery with " + heap + " MiB");
                report.add(measure(plan, memcached, heap));
            }
        }
    }

    private static RecoveryTime measure(BenchPlan plan, String memcached, int heap)
            throws IOException, InterruptedException {
        Path directory = plan.tools().directory("recovery");
        ImageDirectory image = ImageDirectory.createEmpty(directory.resolve("image"));
        String megabytes = Integer.toString(heap + heap / 4 + 64); // nothing is evicted
        List<String> words =
                List.of("-u", "nobody", "-l", "127.0.0.1", "-U", "0", "-p", Integer.toString(PORT), "-m", megabytes);
        LaunchOptions options = LaunchOptions.defaults()
                .withPoolBytes((2L * heap + 512) << MEBI_SHIFT)
                .withStreams(Streams.files(directory.resolve("out"), directory.resolve("err")));
        PersistentProcess process =
                PersistentProcess.start(image, new Program(Path.of(memcached), words, directory), options);
        try {
            FirstReply reply = new FirstReply(PORT);
            reply.await();
            reply.store();
            fill(plan, heap);
            List<Double> samples = new ArrayList<>();
            for (int cut = 0; cut < WARM_UP_CUTS + plan.recoveryCuts(); cut++) {
                cutPower(process);
                process.close();
                long before = System.nanoTime();
                process = PersistentProcess.resume(image, options);
                reply.await();
                if (cut >= WARM_UP_CUTS) {
                    samples.add((System.nanoTime() - before) / 1e6);
                }
                reply.check();
            }
            ImageInspection inspection = ImageInspection.of(image);
            return RecoveryTime.of(
                    heap,
                    inspection.poolReservedBytes(),
                    inspection.mappings().size(),
                    inspection.threads().size(),
                    samples);
        } finally {
            process.close();
            Directories.delete(directory);
        }
    }

    private static void cutPower(PersistentProcess process) {
        try (Freeze freeze = process.freeze()) {
            if (!freeze.save(SavePlan.complete()).sealed()) {
                throw new IllegalStateException("a complete save was not sealed");
            }
            freeze.kill();
        }
    }

    private static void fill(BenchPlan plan, int heap) throws IOException, InterruptedException {
        long keys = ((long) heap << MEBI_SHIFT) / VALUE_BYTES;
        Process load = new ProcessBuilder(
                        "setsid",
                        plan.tools().ours("load", "gcc").toString(),
                        "memcached",
                        Integer.toString(PORT),
                        "fill",
                        Long.toString(keys),
                        Integer.toString(VALUE_BYTES))
                .redirectErrorStream(true)
                .start();
        String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (load.waitFor() != 0) {
            throw new IllegalStateException("memcached could not be filled: " + output.strip());
        }
    }
}
