package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.ImageException;
import dev.suzaku.pmem.recovery.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine and the build of this JVM; asked once. */
public final class ThisMachine {
    private static Machine machine;

    private ThisMachine() {}

    public static synchronized Machine get() {
        if (machine == null) {
            NativePrograms programs = NativePrograms.get();
            machine = new Machine(programs.runtimeBuild(), kernelRelease(), xstateFeatures(programs.init()));
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

    private static long xstateFeatures(Path init) {
        try {
            Process process = new ProcessBuilder(init.toString(), "--xstate")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new ImageException("cannot ask this processor for its state: suzaku-init ended with " + code);
            }
            return Long.parseUnsignedLong(answer.substring(0, answer.indexOf(' ')));
        } catch (IOException e) {
            throw new ImageException("cannot start " + init + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while asking this processor for its state", e);
        }
    }
}
