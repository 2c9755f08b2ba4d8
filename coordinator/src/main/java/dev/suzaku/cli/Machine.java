package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.agent.RunSpec;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this machine is: env.json of every run. */
final class Machine {
    private static final int MAX_OUTPUT_BYTES = 4_096;

    private Machine() {}

    static ObjectNode describe() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("suzaku", SuzakuVersion.text())
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("max_heap_bytes", Runtime.getRuntime().maxMemory())
                .put("coordinator_pid", ProcessHandle.current().pid());
        firstLine(Path.of("/proc/meminfo")).ifPresent(line -> json.put("memory", line));
        firstLine(Path.of("/proc/version")).ifPresent(line -> json.put("kernel", line));
        memcached().flatMap(program -> output(program.toString(), "-V")).ifPresent(text -> json.put("memcached", text));
        return json;
    }

    /** Fails early, before directories are made, when a target is not installed. */
    static void requireTargets(CampaignPlan plan) {
        boolean wanted =
                plan.runs().stream().anyMatch(run -> run.spec().target().equals(RunSpec.MEMCACHED));
        if (wanted && memcached().isEmpty()) {
            throw new BadInputException("memcached is not installed; install it with: apt-get install memcached");
        }
    }

    static Optional<Path> memcached() {
        return List.of("/usr/bin/memcached", "/usr/local/bin/memcached").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<String> firstLine(Path file) {
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(reader.readLine());
        } catch (IOException e) {
            return Optional.empty(); // not there on this machine
        }
    }

    /** What a program prints, at most one line of it; empty when it cannot be run or fails. */
    static Optional<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(5, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0 ? text.lines().findFirst() : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
