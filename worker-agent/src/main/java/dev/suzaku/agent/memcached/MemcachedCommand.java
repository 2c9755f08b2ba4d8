package dev.suzaku.agent.memcached;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line of Debian's memcached (1.6), unmodified, such that nothing but clients removes or moves an item: no
 * eviction ({@code -M}), no slab moves, no LRU maintainer, no LRU crawler, no UDP.
 */
public final class MemcachedCommand {

    /** Where Debian installs it. */
    public static final String DEFAULT_EXECUTABLE = "/usr/bin/memcached";

    /** Switches everything off that acts on items in the background. */
    static final String QUIET_OPTIONS = "no_lru_crawler,no_lru_maintainer,no_slab_reassign,slab_automove=0";

    private MemcachedCommand() {}

    /**
     * The arguments after the program's name.
     *
     * @param port TCP port on 127.0.0.1
     * @param threads worker threads
     * @param memoryMebibytes item memory
     * @param root whether this process is root: memcached then wants to be told whom to run as
     */
    public static List<String> arguments(int port, int threads, int memoryMebibytes, boolean root) {
        List<String> arguments = new ArrayList<>();
        if (root) {
            arguments.addAll(List.of("-u", "root"));
        }
        arguments.addAll(List.of("-t", Integer.toString(threads)));
        arguments.addAll(List.of("-l", "127.0.0.1", "-p", Integer.toString(port), "-U", "0"));
        arguments.addAll(List.of("-m", Integer.toString(memoryMebibytes), "-M"));
        arguments.addAll(List.of("-o", QUIET_OPTIONS));
        return List.copyOf(arguments);
    }
}
