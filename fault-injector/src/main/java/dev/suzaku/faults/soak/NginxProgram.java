package dev.suzaku.faults.soak;

import dev.suzaku.pmem.ImageCensus;
import dev.suzaku.pmem.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * nginx as one process, and clients that keep their connections: every answer is the file, byte by byte, and the access log has each
 * answered request exactly once and each other at most once.
 */
final class NginxProgram implements SoakedProgram {
    static final Path FILE = Path.of("/usr/sbin/nginx");

    private static final int[] FILE_BYTES = {0, 100, 5_000, 70_000, 300_000};
    private static final long LOG_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String SETTINGS = """
        daemon off;
        master_process off;
        worker_processes 1;
        pid pid;
        error_log stderr;
        events { worker_connections 64; }
        http {
            log_format names '$args';
            access_log access names;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            keepalive_requests 1000000;
            sendfile on;
            server { listen 127.0.0.1:%d; root files; location = /file-2 { sendfile off; } }
        }
        """;

    private final Path directory;
    private final SoakClients<WebClient> clients;

    NginxProgram(Path directory) {
        this.directory = directory;
        int port = LoopbackPorts.free();
        byte[][] files = write(port);
        this.clients = new SoakClients<>(number -> new WebClient(number, port, files));
    }

    private byte[][] write(int port) {
        byte[][] files = new byte[FILE_BYTES.length][];
        try {
            Files.writeString(directory.resolve("settings"), SETTINGS.formatted(port));
            Files.createDirectory(directory.resolve("files"));
            for (int i = 0; i < files.length; i++) {
                files[i] = new byte[FILE_BYTES[i]];
                new SplittableRandom(i).nextBytes(files[i]);
                Files.write(directory.resolve("files").resolve("file-" + i), files[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write what nginx shall serve", e);
        }
        return files;
    }

    @Override
    public Program program() {
        String settings = directory.resolve("settings").toString();
        return new Program(FILE, List.of("-p", directory.toString(), "-c", settings, "-e", "stderr"), directory);
    }

    @Override
    public long progress() {
        return clients.progress();
    }

    @Override
    public void check() {
        clients.check();
    }

    @Override
    public boolean isUnderWay(ImageCensus census) {
        return true; // no cut comes before its clients have had answers
    }

    @Override
    public boolean ends() {
        return false;
    }

    @Override
    public void judge(int exitCode) {
        close();
        check();
        Set<String> answered = new HashSet<>();
        clients.all().forEach(client -> answered.addAll(client.answered()));
        long deadline = System.nanoTime() + LOG_NANOS_MAX;
        while (!logged().containsAll(answered)) { // it answers first, then it writes
            if (System.nanoTime() > deadline) {
                answered.removeAll(logged());
                throw new SoakFailure("requests that were answered are not in the access log: " + answered);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** The names in the access log, no name twice. */
    private Set<String> logged() {
        Set<String> names = new HashSet<>();
        try {
            for (String line : Files.readAllLines(directory.resolve("access"))) {
                if (!line.equals("-") && !names.add(line)) {
                    throw new SoakFailure("request " + line + " is in the access log twice");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    @Override
    public void close() {
        clients.close();
    }
}
