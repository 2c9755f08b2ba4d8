package dev.suzaku.pmem;

/**
 * Evidence that a process is gone.
 *
 * @param pid its process id
 * @param startTimeTicks its start time, field 22 of /proc/PID/stat, so that a reused pid is not mistaken for it
 * @param exitSignal the signal that ended it, 0 when it exited, -1 when unknown (not a child of anyone that told)
 * @param killedNanos {@code System.nanoTime()} at which it was known to be dead
 */
public record DeathCertificate(long pid, long startTimeTicks, int exitSignal, long killedNanos) {}
