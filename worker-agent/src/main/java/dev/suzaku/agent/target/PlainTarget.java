package dev.suzaku.agent.target;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.TargetException;
import dev.suzaku.faults.PlannedCut;
import dev.suzaku.faults.Receipt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A plain process that persists nothing: after a cut it is started again, empty. The kernel ends it when the thread that
 * started it ends, so that it does not outlive an agent that is killed.
 */
public final class PlainTarget implements Target {

    private static final List<String> DIE_WITH_PARENT = List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "--");
    private static final long DEATH_MILLIS = 5_000;

    private final TargetProgram program;
    private final Path log;
    private volatile Process process;
    private boolean closed;

    /** @param log where its output goes */
    public PlainTarget(RunSpec spec, Path log) {
        this.program = TargetProgram.of(spec);
        PlainCut.prepare();
        this.log = log;
    }

    @Override
    public InetSocketAddress address() {
        return Ports.loopback(program.port());
    }

    @Override
    public void start() {
        try {
            launch();
        } catch (IOException e) {
            throw new TargetException("cannot start " + program.executable() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Receipt cut(PlannedCut cut) {
        try {
            return PlainCut.cut(process, cut);
        } catch (IOException e) {
            throw new CutFailedException(e.getMessage(), e);
        }
    }

    @Override
    public void recover() {
        try {
            launch();
        } catch (IOException e) {
            throw new NotRecoveredException("cannot start again: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    @Override
    public String ending() {
        Process current = process;
        if (current == null) {
            return "never started";
        }
        return current.isAlive() ? "alive" : "exit code " + current.exitValue() + "; " + LogTail.of(log);
    }

    @Override
    public String keepEvidence() {
        return "";
    }

    @Override
    public synchronized void close() {
        closed = true;
        Process current = process;
        if (current == null) {
            return;
        }
        current.destroyForcibly();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEATH_MILLIS);
        while (current.isAlive() && System.nanoTime() < deadline) {
            try {
                current.waitFor(DEATH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (current.isAlive()) {
            throw new IllegalStateException("process " + current.pid() + " lives on after SIGKILL");
        }
    }

    private synchronized void launch() throws IOException {
        if (closed) {
            throw new IOException("the target is closed");
        }
        List<String> command = new ArrayList<>(DIE_WITH_PARENT);
        command.add(program.executable().toString());
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
    }
}
