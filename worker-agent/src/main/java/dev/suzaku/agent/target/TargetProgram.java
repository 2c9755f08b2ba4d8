package dev.suzaku.agent.target;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.TargetException;
import dev.suzaku.agent.memcached.MemcachedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to execute for a run.
 *
 * @param executable the program file
 * @param arguments its arguments
 * @param port where it will listen on 127.0.0.1
 * @param memoryMebibytes item memory it is given, ballast included
 */
record TargetProgram(Path executable, List<String> arguments, int port, int memoryMebibytes) {

    /** Items need up to this much more memory than their values: slab chunks grow by steps of a quarter. */
    private static final double SLAB_OVERHEAD = 1.4;

    /** Chooses a port; fails in one clear line when the program is not there or the port is taken. */
    static TargetProgram of(RunSpec spec) {
        String wanted = spec.options().executable();
        Path executable = Path.of(wanted.isEmpty() ? MemcachedCommand.DEFAULT_EXECUTABLE : wanted);
        if (!Files.isExecutable(executable) || Files.isDirectory(executable)) {
            throw new TargetException("memcached is not installed: " + executable
                    + " is not an executable file; install Debian's package memcached (apt-get install memcached)");
        }
        int port = Ports.choose(spec.options().port(), spec.seed() ^ spec.run().hashCode());
        int memory = spec.options().memoryMebibytes()
                + (int) Math.ceil(spec.workload().ballastMebibytes() * SLAB_OVERHEAD);
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> arguments = MemcachedCommand.arguments(port, spec.options().threads(), memory, root);
        return new TargetProgram(executable, arguments, port, memory);
    }
}
