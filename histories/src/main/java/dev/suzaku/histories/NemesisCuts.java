package dev.suzaku.histories;

import java.util.List;

/**
 * Finds the power cuts in what the nemesis of a Jepsen history did.
 *
 * <ul>
 *   <li>{@code crash} and {@code ready} are a cut and the first reply after it; the value may be a map of {@code epoch},
 *       {@code earliest} and {@code latest}, as {@link JepsenEdn} writes it.
 *   <li>{@code kill} comes in pairs, begin and end: the crash happened in between. After it, the first ok of an operation
 *       that was invoked after the kill is the latest instant of the first reply; the earliest is the first {@code start}
 *       or {@code restart} after the kill, or else the kill's end. A kill of one node of several counts like one of all.
 *   <li>Everything else, such as {@code start} and {@code stop} of a partition without a kill before, is no cut.
 * </ul>
 */
final class NemesisCuts {
    private static final byte[] CRASH = Utf8.encoded("crash");
    private static final byte[] READY = Utf8.encoded("ready");
    private static final byte[] KILL = Utf8.encoded("kill");
    private static final byte[] START = Utf8.encoded("start");
    private static final byte[] RESTART = Utf8.encoded("restart");

    private final EventPairing pairing;
    private boolean killing;
    private long killBegin;
    private boolean awaitingReply;
    private boolean started;
    private long readyEarliest;
    private int invocationsBeforeKill;

    NemesisCuts(EventPairing pairing) {
        this.pairing = pairing;
    }

    /** Whether an event of the nemesis has to do with cuts. */
    static boolean counts(JepsenFields fields) {
        PayloadWriter f = fields.f();
        return JepsenFields.is(f, CRASH)
                || JepsenFields.is(f, READY)
                || JepsenFields.is(f, KILL)
                || JepsenFields.is(f, START)
                || JepsenFields.is(f, RESTART);
    }

    /** Takes an event of the nemesis; true when that made a crash or ready event. */
    boolean take(JepsenFields fields, long time, boolean timed) {
        PayloadWriter f = fields.f();
        if (JepsenFields.is(f, KILL)) {
            return takeKill(time);
        }
        if (JepsenFields.is(f, START) || JepsenFields.is(f, RESTART)) {
            if (awaitingReply && !started) {
                started = true;
                readyEarliest = time;
            }
            return false;
        }
        takeInterval(fields, JepsenFields.is(f, CRASH), time, timed);
        return true;
    }

    private boolean takeKill(long time) {
        killing = !killing;
        if (killing) {
            killBegin = time;
            return false;
        }
        pairing.crash(pairing.cuts().crashes(), killBegin, time);
        awaitingReply = true;
        started = false;
        readyEarliest = time;
        invocationsBeforeKill = pairing.invocations();
        return true;
    }

    private void takeInterval(JepsenFields fields, boolean crash, long time, boolean timed) {
        if (!crash && pairing.cuts().crashes() == 0) {
            throw fields.wrong("the nemesis is ready without a crash before it");
        }
        long epoch = pairing.cuts().crashes() - (crash ? 0 : 1);
        long earliest = time;
        long latest = time;
        if (JepsenFields.value(fields.value()) instanceof Value.Sequence interval) {
            epoch = entry(interval, "epoch", epoch);
            if (timed) {
                earliest = entry(interval, "earliest", time);
                latest = entry(interval, "latest", time);
            }
        }
        if (epoch < 0 || epoch > ChunkFormat.CUTS_MAX) {
            throw fields.wrong("there is no epoch " + epoch);
        }
        if (crash) {
            pairing.crash((int) epoch, earliest, latest);
        } else {
            pairing.ready((int) epoch, earliest, latest);
        }
    }

    /** The whole number that a map holds under the name. */
    private static long entry(Value.Sequence map, String name, long otherwise) {
        for (Value entry : map.items()) {
            if (entry instanceof Value.Sequence pair
                    && pair.items()
                            .equals(List.of(
                                    Value.of(name),
                                    pair.items().get(pair.items().size() - 1)))
                    && pair.items().get(1) instanceof Value.Whole whole) {
                return whole.value();
            }
        }
        return otherwise;
    }

    /** Whether the ok of that operation is the first reply after a kill. */
    boolean firstReply(int operation) {
        return awaitingReply && operation >= invocationsBeforeKill;
    }

    /** Makes the ready event for the first reply. */
    void ready(long time) {
        awaitingReply = false;
        pairing.ready(pairing.cuts().crashes() - 1, readyEarliest, time);
    }

    /** At the end of the history: makes the crash of a kill whose end is missing; false when there is none. */
    boolean finish(long lastTime) {
        return killing && takeKill(lastTime);
    }
}
