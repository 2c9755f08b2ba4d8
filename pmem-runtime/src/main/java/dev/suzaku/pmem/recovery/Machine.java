package dev.suzaku.pmem.recovery;

import java.util.List;

/**
 * What an image depends on outside of itself.
 *
 * @param runtimeBuild identity of the runtime's binary
 * @param kernelRelease as uname -r prints it
 * @param xstateFeatures extended processor state that the kernel has switched on (XCR0)
 * @param cpuFeatures words of CPUID, as cpu_features.h lists them
 */
public record Machine(long runtimeBuild, String kernelRelease, long xstateFeatures, List<Integer> cpuFeatures) {
    public Machine {
        cpuFeatures = List.copyOf(cpuFeatures);
    }
}
