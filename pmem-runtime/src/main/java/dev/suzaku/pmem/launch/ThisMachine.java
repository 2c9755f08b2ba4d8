package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.recovery.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine and the build of this JVM; asked once. */
public final class ThisMachine {
    private static Machine machine;

    private ThisMachine() {}

    public static synchronized Machine get() {
        if (machine == null) {
            NativePrograms programs = NativePrograms.get();
            List<String> processor = processor(programs.init());
            machine = new Machine(
                    programs.runtimeBuild(),
                    kernelRelease(),
                    Long.parseUnsignedLong(processor.get(0)),
                    processor.stream().skip(2).map(Integer::parseUnsignedInt).toList());
        }
        return machine;
    }

    private static String kernelRelease() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            throw new ImageException("cannot read the kernel's release: " + e.getMessage(), e);
        }
    }

    /** XCR0, the size of the state that it switches on, then the words of cpu_features.h; all decimal. */
    private static List<String> processor(Path init) {
        try {
            Process process = new ProcessBuilder(init.toString(), "--xstate")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new ImageException("cannot ask this processor for its state: suzaku-init ended with " + code);
            }
            return List.of(answer.split(" "));
        } catch (IOException e) {
            throw new ImageException("cannot start " + init + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while asking this processor for its state", e);
        }
    }
}
