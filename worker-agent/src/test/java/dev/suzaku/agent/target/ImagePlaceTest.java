package dev.suzaku.agent.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.Workload;
import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePlaceTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final RunSpec SPEC = RunSpec.of(
            "test",
            "place",
            RunSpec.MEMCACHED,
            RunSpec.WPP,
            Workload.mixed(),
            new CutPlan(1, Fidelity.L1, 1, 1, 1, PlantedBug.NONE),
            1,
            "",
            0);

    @TempDir
    Path directory;

    @Test
    void imagesOfProcessesThatAreGoneAreRemovedByWhoeverComesFirstAndDisturbNobody() throws Exception {
        assumeTrue(Files.isWritable(MEMORY), "no /dev/shm here");
        long gone = goneProcess();
        List<Path> abandoned = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            Path image = MEMORY.resolve("suzaku-" + gone + "-" + i);
            Files.createDirectories(image.resolve("image"));
            abandoned.add(image);
        }

        ExecutorService choosers = Executors.newFixedThreadPool(4);
        List<Future<ImagePlace>> chosen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            chosen.add(choosers.submit(() -> ImagePlace.choose(SPEC, directory)));
        }
        for (Future<ImagePlace> place : chosen) {
            assertThat(place.get(60, TimeUnit.SECONDS).image()).doesNotExist();
        }
        choosers.shutdown();

        assertThat(abandoned).noneMatch(Files::exists);
    }

    private static long goneProcess() throws Exception {
        Process process = new ProcessBuilder("/bin/true").start();
        process.waitFor();
        return process.pid();
    }
}
