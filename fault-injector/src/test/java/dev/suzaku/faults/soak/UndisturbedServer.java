package dev.suzaku.faults.soak;

import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of a soak as the kernel runs it, without the runtime: for tests of what judges it. */
final class UndisturbedServer implements AutoCloseable {
    private final Process process;

    UndisturbedServer(Program program) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.executable().toString()));
        command.addAll(program.arguments());
        Path log = program.workingDirectory().resolve("log");
        process = new ProcessBuilder(command)
                .directory(program.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
