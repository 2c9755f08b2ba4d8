package dev.suzaku.agent.run;

import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.target.Target;
import dev.suzaku.agent.workload.ClientGroup;
import dev.suzaku.agent.workload.Command;
import dev.suzaku.agent.workload.FirstReply;
import dev.suzaku.agent.workload.Journal;
import dev.suzaku.agent.workload.KeySpace;
import dev.suzaku.agent.workload.LostConnections;
import dev.suzaku.agent.workload.OperationCounts;
import dev.suzaku.agent.workload.Performed;
import dev.suzaku.agent.workload.Session;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.HistoryRecorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Everything one run consists of, made together and ended together. {@link #interrupt()} may be called by any thread. */
public final class RunParts implements AutoCloseable {

    final RunSpec spec;
    final RunLog log;
    final CutLog cutLog;
    final Findings findings;
    final Patience patience;
    final HistoryRecorder recorder;
    final KeySpace keys;
    final OperationCounts counts = new OperationCounts();
    final FirstReply firstReply = new FirstReply();
    final LostConnections lostConnections = new LostConnections(System::nanoTime);
    final RunTally tally = new RunTally();
    final ClientGroup clients;
    final Session probe;
    final List<Session> auditors;
    final Audit audit;
    final Recovery recovery;
    final StatsCheck stats;
    final DumpComparison dump;
    final Ballast ballast;
    final Target target;
    private final AtomicInteger sessionIds = new AtomicInteger();
    private final Journal journal;
    private final int timeoutMillis;

    /** Writes into {@code directory}, which must exist. */
    public RunParts(RunSpec spec, Path directory, Target target, RunLog log, BooleanSupplier cancelled)
            throws IOException {
        this.spec = spec;
        this.target = target;
        this.log = log;
        timeoutMillis = Math.toIntExact(spec.limits().operationMillis());
        findings = new Findings(log, timeoutMillis, cancelled);
        patience = new Patience(cancelled, findings, spec.limits().runMillis());
        keys = new KeySpace(spec.workload());
        recorder = HistoryRecorder.create(directory.resolve("history.szh"), header(spec), System::nanoTime);
        cutLog = openCutLog(directory, recorder);
        journal = new Journal(recorder, keys, counts, firstReply, lostConnections, findings);
        InetSocketAddress address = target.address();
        clients = new ClientGroup(spec, address, sessionIds, journal, log::line, this::clientFailed);
        auditors = List.of(session((command, answer) -> answer), session((command, answer) -> answer));
        probe = session((command, answer) -> answer);
        audit = new Audit(auditors, keys, patience, findings);
        recovery = new Recovery(target, firstReply, probe, keys.touched().get(0), patience);
        stats = new StatsCheck(address, timeoutMillis, spec.options().threads(), findings);
        dump = new DumpComparison(address, timeoutMillis, findings);
        ballast = new Ballast(spec.workload().ballastMebibytes(), spec.seed(), address, timeoutMillis, findings);
    }

    public RunTally tally() {
        return tally;
    }

    public OperationCounts counts() {
        return counts;
    }

    public Findings findings() {
        return findings;
    }

    public KeySpace keys() {
        return keys;
    }

    public ClientGroup clients() {
        return clients;
    }

    /** The sessions that the run's own thread uses. */
    List<Session> idleSessions() {
        return List.of(auditors.get(0), auditors.get(1), probe);
    }

    /** A session with an id of its own. */
    Session session(BiFunction<Command, Performed, Performed> answers) {
        return new Session(sessionIds, target.address(), timeoutMillis, journal, answers);
    }

    /** Makes every waiting call of the run's thread return soon. */
    public void interrupt() {
        auditors.forEach(Session::close);
        probe.close();
        target.close();
    }

    /** Ends clients, history and target, in this order, whatever fails on the way. */
    @Override
    public void close() {
        try (target;
                cutLog;
                recorder;
                probe;
                clients) {
            auditors.forEach(Session::close);
        }
    }

    private static CutLog openCutLog(Path directory, HistoryRecorder recorder) throws IOException {
        try {
            return CutLog.create(directory.resolve("cuts.jsonl"));
        } catch (IOException e) {
            recorder.close();
            throw e;
        }
    }

    private void clientFailed(Throwable cause) {
        findings.inconclusive("a client failed", cause.toString());
    }

    private static HistoryHeader header(RunSpec spec) {
        TreeMap<String, String> notes = new TreeMap<>();
        notes.put("campaign", spec.campaign());
        notes.put("target", spec.target());
        notes.put("persistence", spec.persistence());
        notes.put("fidelity", spec.cuts().fidelity().id());
        notes.put("seed", Long.toString(spec.seed()));
        notes.put("control", spec.control());
        return new HistoryHeader(HistoryHeader.CURRENT_VERSION, spec.run(), "kv", System.currentTimeMillis(), notes);
    }
}
