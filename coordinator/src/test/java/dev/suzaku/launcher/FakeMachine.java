package dev.suzaku.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small repository with the real launcher, on a machine whose Maven, Java and Debian tools are fakes that write down how they
 * were called. The fake Maven prints the file {@code surefire}, fails when {@code fail} exists, waits while {@code wait} exists and makes no
 * jars when {@code jarless} exists; the fake Java prints its working directory and its arguments, one a line; memcached is installed when the file {@code memcached} exists.
 */
final class FakeMachine {

    private static final String MAVEN = """
            echo "$*" >>%1$s/maven.calls
            while [ -e %1$s/wait ]; do sleep 0.01; done
            [ ! -e %1$s/surefire ] || cat %1$s/surefire
            [ ! -e %1$s/fail ] || { echo '[ERROR] a planted error'; exit 1; }
            mkdir -p %2$s/coordinator/target/lib
            [ ! -e %1$s/jarless ] || exit 0
            touch %2$s/coordinator/target/coordinator-1.jar %2$s/coordinator/target/lib/a.jar
            """;
    private static final String JAVA = """
            case "$*" in *ArchiveClassesAtExit*) exit 0 ;; esac
            pwd
            printf '%%s\\n' "$@"
            exit 7
            """;
    private static final String DPKG_QUERY = """
            case "$*" in
                *Status*memcached) [ -e %1$s/memcached ] && echo installed ;;
                *Status*) echo installed ;;
                *) echo base; [ ! -e %1$s/memcached ] || echo memcached ;;
            esac
            """;
    private static final String DPKG = "echo /etc/init.d/memcached; echo /lib/systemd/system/memcached.service\n";
    private static final String SUDO = """
            echo "$*" >>%1$s/sudo.calls
            case "$*" in *'apt-get install'*) touch %1$s/memcached ;; esac
            """;

    private final Path machine;
    private final Path repository;

    FakeMachine(Path directory, Path launcher) throws IOException {
        machine = Files.createDirectories(directory.resolve("machine"));
        repository = Files.createDirectories(directory.resolve("repository"));
        Files.copy(launcher, repository.resolve("suzaku"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String source : List.of(
                "pom.xml", ".mvn/jvm.config", "web-ui/pom.xml", "histories/src/A.java", "coordinator/src/B.java")) {
            change(source);
        }
        program("bin/mvn", MAVEN);
        program("bin/dpkg-query", DPKG_QUERY);
        program("bin/dpkg", DPKG);
        program("bin/sudo", SUDO);
        program("bin/id", "echo 1000\n");
        program("bin/node", "echo v20.19.0\n");
        program("bin/npm", "exit 0\n");
        program("bin/systemctl", "[ \"$1\" != is-active ]\n");
        program("jdk/bin/java", JAVA);
        program("jdk/bin/javac", "exit 0\n");
        Files.writeString(machine.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
        mark("memcached");
    }

    /** Appends a line to a file of the repository, as an editor would. */
    void change(String source) throws IOException {
        Path file = repository.resolve(source);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a line\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void delete(String source) throws IOException {
        Files.delete(repository.resolve(source));
    }

    void mark(String name, String... lines) throws IOException {
        Files.write(machine.resolve(name), List.of(lines));
    }

    void unmark(String name) throws IOException {
        Files.deleteIfExists(machine.resolve(name));
    }

    List<String> calls(String program) throws IOException {
        Path calls = machine.resolve(program + ".calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Starts the launcher in a directory; its stderr goes to the file {@code NAME.err} of the machine. */
    Process start(String name, Path directory, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("suzaku").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", machine.resolve("jdk").toString());
        builder.environment().put("PATH", machine.resolve("bin") + ":/usr/bin:/bin");
        builder.redirectError(machine.resolve(name + ".err").toFile());
        return builder.start();
    }

    String errors(String name) throws IOException {
        return Files.readString(machine.resolve(name + ".err"));
    }

    Launch launch(String... arguments) throws IOException, InterruptedException {
        return end("launch", start("launch", repository, arguments));
    }

    Launch end(String name, Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the launcher hangs: " + errors(name));
        }
        return new Launch(process.exitValue(), output.lines().toList(), errors(name));
    }

    /** How a launch ended. */
    record Launch(int exitCode, List<String> output, String errors) {}

    private void program(String path, String body) throws IOException {
        Path file = machine.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + body.formatted(machine, repository));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }
}
