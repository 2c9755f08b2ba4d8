package dev.suzaku.agent;

/**
 * How the target is started.
 *
 * @param executable absolute path of the program; empty: where Debian installs it
 * @param port TCP port on 127.0.0.1, 1,024 to 32,767 (below the ephemeral range); 0: the first free one, searched from a
 *     place that the seed decides
 * @param threads worker threads of the target, 1 to 64
 * @param memoryMebibytes item memory of the target, 64 to 65,536
 * @param poolMebibytes persistent-memory pool under persistence {@code wpp}, 0: what the item memory needs
 */
public record TargetOptions(String executable, int port, int threads, int memoryMebibytes, long poolMebibytes) {

    /** Largest port that a client's own end of a connection cannot get by chance. */
    public static final int PORT_MAX = 32_767;

    public TargetOptions {
        if (port != 0 && (port < 1_024 || port > PORT_MAX)) {
            throw new IllegalArgumentException("port must be 0 or 1024 to " + PORT_MAX + ", is " + port);
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads must be 1 to 64, is " + threads);
        }
        if (memoryMebibytes < 64 || memoryMebibytes > 65_536) {
            throw new IllegalArgumentException("memoryMebibytes must be 64 to 65536, is " + memoryMebibytes);
        }
        if (poolMebibytes < 0 || poolMebibytes > 262_144) {
            throw new IllegalArgumentException("poolMebibytes must be 0 to 262144, is " + poolMebibytes);
        }
    }

    /** Debian's program, four threads, 256 MiB of items, a free port. */
    public static TargetOptions defaults() {
        return new TargetOptions("", 0, 4, 256, 0);
    }
}
