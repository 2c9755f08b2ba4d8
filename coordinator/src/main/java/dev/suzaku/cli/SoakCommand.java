package dev.suzaku.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.JsonNames;
import dev.suzaku.faults.soak.CutMode;
import dev.suzaku.faults.soak.Soak;
import dev.suzaku.faults.soak.SoakFailure;
import dev.suzaku.faults.soak.SoakPlan;
import dev.suzaku.faults.soak.SoakReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suzaku soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Cuts the power of one program again and again, and checks it after every recovery.",
            "Exit code 1 when it was wrong once, with a line that repeats the soak."
        },
        footer = {"", "Example: suzaku soak --program pthreads-musl --cuts 10000 --stepped --seed 7"})
final class SoakCommand implements Callable<Integer> {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Path MEMORY = Path.of("/dev/shm");

    @Option(
            names = "--program",
            paramLabel = "P",
            required = true,
            description =
                    "pthreads-glibc, pthreads-musl, counter-glibc, counter-musl, counter-raw, server-glibc,"
                            + " server-musl, memcached, redis, redis-aof, redis-bgsave, nginx, etcd, openjdk-g1 or openjdk-serial.")
    private String program;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Power cuts to make. Default: ${DEFAULT-VALUE}")
    private int cuts;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of every choice. Default: random, printed.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--stepped",
            description = "Run a thread into the runtime and step it on, so that cuts hit every instruction there.")
    private boolean stepped;

    @Option(names = "--random", description = "Cut at random times (the default).")
    private boolean random;

    @Option(
            names = "--fidelity",
            paramLabel = "F",
            defaultValue = "L1",
            description =
                    "L1: stopped and saved from outside (the default). L0: the process saves itself, at random times.")
    private String fidelity;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where images go meanwhile. Default: /dev/shm, else the directory for temporary files.")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (stepped && random) {
            throw new BadInputException("--stepped and --random exclude each other");
        }
        if (stepped && mode() == CutMode.SELF_SAVED) {
            throw new BadInputException("--stepped needs --fidelity L1: a process that saves itself is not traced");
        }
        SoakPlan plan = plan();
        try {
            SoakReport report = Soak.run(plan, progress());
            System.out.println(json ? object(report).toPrettyString() : FieldLines.of(object(report)));
            return ExitCode.PASS;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage());
        } catch (SoakFailure e) {
            System.err.println("suzaku: " + plan.program() + ": " + e.getMessage());
            ObjectNode failure = JsonNodeFactory.instance
                    .objectNode()
                    .put("program", plan.program())
                    .put("outcome", "VIOLATION")
                    .put("failure", e.getMessage())
                    .put("reproduction", plan.reproduction());
            System.out.println(json ? failure.toPrettyString() : "repeat with: " + plan.reproduction());
            return ExitCode.VIOLATION;
        }
    }

    private SoakPlan plan() {
        Path memory = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return new SoakPlan(
                    program,
                    cuts,
                    seed.orElseGet(() -> new SecureRandom().nextLong() & CampaignSession.SEED_MAX),
                    mode(),
                    directory.orElse(memory));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage());
        }
    }

    private CutMode mode() {
        if (fidelity.equals(Fidelity.L0.id())) {
            return CutMode.SELF_SAVED;
        }
        if (!fidelity.equals(Fidelity.L1.id())) {
            throw new BadInputException("a soak has --fidelity L0 or L1, not '" + fidelity + "'");
        }
        return stepped ? CutMode.STEPPED : CutMode.RANDOM;
    }

    private java.util.function.IntConsumer progress() {
        long[] next = {System.nanoTime() + PROGRESS_NANOS};
        return done -> {
            if (System.nanoTime() > next[0]) {
                next[0] = System.nanoTime() + PROGRESS_NANOS;
                System.err.println("soak " + program + ": " + done + " of " + cuts + " cuts");
            }
        };
    }

    private static ObjectNode object(SoakReport report) {
        ObjectNode object = JsonNames.mapper().valueToTree(report);
        return object.put("outcome", "PASS");
    }
}
