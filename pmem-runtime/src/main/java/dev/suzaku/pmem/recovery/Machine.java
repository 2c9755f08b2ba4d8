package dev.suzaku.pmem.recovery;

/**
 * What an image depends on outside of itself.
 *
 * @param runtimeBuild identity of the runtime's binary
 * @param kernelRelease as uname -r prints it
 * @param xstateFeatures extended processor state that the kernel has switched on (XCR0)
 */
public record Machine(long runtimeBuild, String kernelRelease, long xstateFeatures) {}
