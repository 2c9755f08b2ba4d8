package dev.suzaku.pmem.launch;

import dev.suzaku.pmem.system.ChildProcess;

/**
 * A target process just launched by suzaku-init.
 *
 * @param init the native init, a child of this JVM; its exit code is the target's
 * @param identity the target
 * @param lifetime descriptor of the pipe whose end tells init that this JVM is dead; -1 when detached
 */
public record Launch(ChildProcess init, ProcessIdentity identity, int lifetime) {}
