package dev.suzaku.agent.run;

import dev.suzaku.agent.workload.Command;
import dev.suzaku.agent.workload.Key;
import dev.suzaku.agent.workload.KeySpace;
import dev.suzaku.agent.workload.Session;
import dev.suzaku.histories.Outcome;
import java.util.List;

/** Reads every touched key from two sessions, twice, while writers are held back. */
public final class Audit {

    private static final int ROUNDS = 2;

    private final List<Session> sessions;
    private final KeySpace keys;
    private final Patience patience;
    private final Findings findings;

    public Audit(List<Session> sessions, KeySpace keys, Patience patience, Findings findings) {
        this.sessions = List.copyOf(sessions);
        this.keys = keys;
        this.patience = patience;
        this.findings = findings;
    }

    public void readEverything() {
        List<Key> touched = keys.touched();
        for (int round = 0; round < ROUNDS; round++) {
            for (Session session : sessions) {
                for (Key key : touched) {
                    read(session, key);
                }
            }
        }
    }

    /** One read by each session, to see that it gets an answer. */
    public void readOnce() {
        Key key = keys.touched().get(0);
        for (Session session : sessions) {
            read(session, key);
        }
    }

    /** Nothing disturbs an audit: a read without an answer would be one that proves nothing. */
    private void read(Session session, Key key) {
        patience.require();
        Outcome outcome = session.perform(Command.get(key)).outcome();
        if (outcome != Outcome.OK) {
            findings.violation("no progress", "an audit's read of " + key.name() + " has no answer: " + outcome);
        }
    }

    /** Whether both sessions have had an answer on a connection made after {@code nanos}. */
    public boolean answeredSince(long nanos) {
        return sessions.stream().allMatch(session -> session.answeredSince(nanos));
    }
}
