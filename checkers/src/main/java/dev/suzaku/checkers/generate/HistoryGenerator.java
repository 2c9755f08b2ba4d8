package dev.suzaku.checkers.generate;

import dev.suzaku.histories.History;
import dev.suzaku.histories.HistoryHeader;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Outcome;
import dev.suzaku.histories.PowerCut;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Simulates a durable register under a {@link Workload}: every operation takes effect at a random instant between its
 * invocation and its return; what is in flight at a cut takes effect before it, some time after the recovery, or never.
 * Equal workloads give equal histories.
 */
public final class HistoryGenerator {
    private static final long LATENCY_NANOS = 100_000;
    private static final long OUTAGE_NANOS = 5_000_000;
    private static final long LATE_NANOS = 10 * LATENCY_NANOS;
    private static final Value DONE = Value.of("DONE");
    private static final Value REFUSED = Value.of("REFUSED");
    private static final long NO_EFFECT = Long.MAX_VALUE;

    private final Workload workload;
    private final Random random;
    private final List<PowerCut> cuts = new ArrayList<>();
    private final List<Call> calls;
    private final PriorityQueue<Call> running = new PriorityQueue<>(Comparator.comparingLong(call -> call.effect));
    // what the register held, and since when
    private final List<Value> held = new ArrayList<>(List.of(Value.NOTHING));
    private final List<Long> since = new ArrayList<>(List.of(Long.MIN_VALUE));
    // whether a write put it there, not a compare-and-set
    private final List<Boolean> written = new ArrayList<>(List.of(false));
    private long fresh;

    private static final class Call {
        private final int session;
        private final String function;
        private final long invoke;
        private long effect;
        private long end;
        private Value argument = Value.NOTHING;
        private Value result = Value.NOTHING;

        Call(int session, String function, long invoke) {
            this.session = session;
            this.function = function;
            this.invoke = invoke;
        }
    }

    private HistoryGenerator(Workload workload) {
        this.workload = workload;
        this.random = new Random(workload.seed());
        this.calls = new ArrayList<>(workload.operations());
    }

    /** The history of a workload. Its header says what was asked for. */
    public static History history(Workload workload) {
        return new HistoryGenerator(workload).run();
    }

    /**
     * The history of a workload with three more operations by two more clients that contradict each other whatever else
     * happened: -1 is written, after that was answered another value is written, and long after that was answered too
     * somebody reads -1, which nothing else writes.
     */
    public static History illegalHistory(Workload workload) {
        HistoryGenerator generator = new HistoryGenerator(workload);
        generator.simulate();
        generator.plantContradiction();
        return generator.history();
    }

    /**
     * The history of a workload in which a power cut loses a write, of few values: a read after the cut answers a value
     * that was overwritten before the cut, that nothing has written since, and that nothing that was pending could write.
     * The latest such cut is chosen. Empty where no read allows that.
     */
    public static Optional<History> losingHistory(Workload workload) {
        HistoryGenerator generator = new HistoryGenerator(workload);
        generator.simulate();
        return generator.plantLoss() ? Optional.of(generator.history()) : Optional.empty();
    }

    private History run() {
        simulate();
        if (workload.stale()) {
            plantStaleRead();
        }
        return history();
    }

    private void simulate() {
        placeCuts();
        PriorityQueue<long[]> clients = new PriorityQueue<>(Comparator.comparingLong(client -> client[0]));
        for (int session = 0; session < workload.clients(); session++) {
            clients.add(new long[] {session, session});
        }
        int sessions = workload.clients();
        for (int i = 0; i < workload.operations(); i++) {
            long[] client = clients.remove();
            while (!running.isEmpty() && running.peek().effect <= client[0]) {
                takeEffect(running.remove());
            }
            Call call = call((int) client[1], client[0]);
            calls.add(call);
            running.add(call);
            boolean answered = call.end != Operation.NEVER;
            boolean cut = !answered && wasCut(call);
            client[0] = (answered ? call.end : cut ? ready(call.invoke) : call.invoke + LATENCY_NANOS) + 1;
            client[1] = answered || cut ? client[1] : sessions++;
            clients.add(client);
        }
        while (!running.isEmpty()) {
            takeEffect(running.remove());
        }
    }

    private void placeCuts() {
        long length = LATENCY_NANOS * workload.operations() / workload.clients();
        for (int i = 0; i < workload.cuts(); i++) {
            long crash = (i + 1) * length / (workload.cuts() + 1) + i * OUTAGE_NANOS;
            cuts.add(new PowerCut(i, crash, crash, crash + OUTAGE_NANOS, crash + OUTAGE_NANOS));
        }
    }

    private int nextCut(long nanos) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cuts.get(middle).crashLatestNanos() < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean wasCut(Call call) {
        int cut = nextCut(call.invoke);
        return cut < cuts.size()
                && call.invoke + 2 * LATENCY_NANOS > cuts.get(cut).crashEarliestNanos();
    }

    private long ready(long nanos) {
        return cuts.get(nextCut(nanos)).readyLatestNanos();
    }

    private Call call(int session, long invoke) {
        int kinds = workload.cas() ? 3 : 2;
        int kind = random.nextInt(kinds);
        Call call = new Call(session, kind == 0 ? "read" : kind == 1 ? "write" : "cas", invoke);
        call.end = invoke + LATENCY_NANOS / 2 + random.nextInt((int) LATENCY_NANOS);
        call.effect = invoke + (long) (random.nextDouble() * (call.end - invoke));
        int cut = nextCut(invoke);
        if (cut < cuts.size() && call.end >= cuts.get(cut).crashEarliestNanos()) {
            leaveOpen(call, cuts.get(cut).crashEarliestNanos(), cuts.get(cut).readyLatestNanos());
        } else if (random.nextInt(1000) < workload.pendingPerMille()) {
            leaveOpen(call, call.end, call.end);
        }
        return call;
    }

    /** Nobody hears of the call again: it took effect before, takes effect later, or never does. */
    private void leaveOpen(Call call, long before, long after) {
        call.end = Operation.NEVER;
        int fate = random.nextInt(3);
        if (call.effect >= before || fate > 0) {
            call.effect = fate == 1 ? NO_EFFECT : after + (long) (random.nextDouble() * LATE_NANOS);
        }
    }

    private void takeEffect(Call call) {
        Value now = held.get(held.size() - 1);
        switch (call.function) {
            case "read" -> call.result = now;
            case "write" -> {
                call.argument = nextValue();
                call.result = DONE;
                change(call, call.argument);
            }
            default -> {
                boolean guess = workload.values() > 0 || random.nextInt(4) == 0;
                Value before = guess ? someValue() : now;
                Value after = nextValue();
                call.argument = Value.sequence(before, after);
                call.result = before.equals(now) ? DONE : REFUSED;
                if (before.equals(now)) {
                    change(call, after);
                }
            }
        }
    }

    private void change(Call call, Value after) {
        if (call.effect != NO_EFFECT) {
            held.add(after);
            since.add(call.effect);
            written.add(call.function.equals("write"));
        }
    }

    private Value nextValue() {
        return Value.of(workload.values() == 0 ? fresh++ : random.nextInt(workload.values()));
    }

    private Value someValue() {
        return Value.of(
                workload.values() == 0
                        ? Math.max(0, fresh - 1 - random.nextInt(20))
                        : random.nextInt(workload.values()));
    }

    private boolean plantLoss() {
        long[] firstPending = new long[workload.values()];
        Arrays.setAll(firstPending, this::firstPending);
        for (int cut = cuts.size() - 1; cut >= 0; cut--) {
            long ready = cuts.get(cut).readyLatestNanos();
            for (Call read : calls) {
                boolean early = read.invoke >= ready && read.invoke <= ready + LATENCY_NANOS;
                if (early
                        && read.function.equals("read")
                        && read.end != Operation.NEVER
                        && plantLoss(read, cut, firstPending)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** When the first operation was invoked that was never answered and could write the value. */
    private long firstPending(int value) {
        return calls.stream()
                .filter(call -> call.end == Operation.NEVER && Value.of(value).equals(left(call)))
                .mapToLong(call -> call.invoke)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private boolean plantLoss(Call read, int cut, long[] firstPending) {
        long crash = cuts.get(cut).crashEarliestNanos();
        for (int number = 0; number < workload.values(); number++) {
            if (firstPending[number] <= read.end) {
                continue;
            }
            Value lost = Value.of(number);
            long over = calls.stream()
                    .filter(call -> call.invoke <= read.end && lost.equals(left(call)))
                    .mapToLong(call -> call.end)
                    .max()
                    .orElse(Long.MIN_VALUE);
            boolean written = over != Long.MIN_VALUE;
            boolean overwritten = calls.stream()
                    .anyMatch(call -> call.function.equals("write")
                            && !lost.equals(call.argument)
                            && call.invoke > over
                            && call.end < crash);
            if (written && overwritten) {
                read.result = lost;
                return true;
            }
        }
        return false;
    }

    /** What the call leaves if it takes effect; nothing for one that changes nothing. */
    private static Value left(Call call) {
        return switch (call.function) {
            case "write" -> call.argument;
            case "cas" ->
                call.end != Operation.NEVER && call.result.equals(REFUSED)
                        ? Value.NOTHING
                        : ((Value.Sequence) call.argument).items().get(1);
            default -> Value.NOTHING;
        };
    }

    /** Some read in the second half answers a value that the register held earlier, but not while the read was open. */
    private void plantStaleRead() {
        int start = calls.size() / 2 + random.nextInt(calls.size() - calls.size() / 2);
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get((start + i) % calls.size());
            if (call.function.equals("read") && call.end != Operation.NEVER && plantIn(call)) {
                return;
            }
        }
    }

    private boolean plantIn(Call read) {
        int from = heldAt(read.invoke);
        int to = heldAt(read.end);
        Set<Value> meanwhile = new HashSet<>(held.subList(from, to + 1));
        int oldest = Math.max(0, from - 8 * workload.clients());
        for (int i = from - 1; i >= oldest; i--) {
            boolean longAgo = workload.values() > 0 || i < from - 2 * workload.clients();
            if (longAgo && !meanwhile.contains(held.get(i))) {
                read.result = held.get(i);
                return true;
            }
        }
        return false;
    }

    /**
     * So that the history is legal but for the read, the value that is written second is the one that was held; where all
     * values are new, another one, just before it is overwritten anyway.
     */
    private void plantContradiction() {
        boolean unique = workload.values() == 0;
        int place = since.size() / 4 + 1;
        while (place + 1 < since.size()
                && !(since.get(place + 1) - since.get(place) >= 10 && (!unique || written.get(place + 1)))) {
            place++;
        }
        int last = Math.min(place, since.size() - 1);
        long instant = unique && last + 1 < since.size() ? since.get(last + 1) - 7 : since.get(last);
        long reading = calls.get(calls.size() * 3 / 4).invoke;
        int session = calls.stream().mapToInt(call -> call.session).max().orElseThrow() + 1;
        Value lost = Value.of(-1);
        add(session, "write", instant + 1, lost, DONE);
        add(session, "write", instant + 4, unique ? Value.of(-2) : heldSince(instant), DONE);
        add(session + 1, "read", Math.max(instant + 7, reading), Value.NOTHING, lost);
        calls.sort(Comparator.comparingLong(call -> call.invoke));
    }

    private Value heldSince(long instant) {
        return held.get(heldAt(instant));
    }

    private void add(int session, String function, long invoke, Value argument, Value result) {
        Call call = new Call(session, function, invoke);
        call.end = invoke + 1;
        call.argument = argument;
        call.result = result;
        calls.add(call);
    }

    private int heldAt(long nanos) {
        int low = 0;
        int high = since.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (since.get(middle) <= nanos) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private History history() {
        List<Operation> operations = new ArrayList<>(calls.size());
        for (Call call : calls) {
            Outcome outcome = call.end == Operation.NEVER ? Outcome.INFO : Outcome.OK;
            operations.add(new Operation(
                    operations.size(),
                    call.session,
                    nextCut(call.invoke),
                    call.function,
                    "",
                    call.argument,
                    outcome == Outcome.OK ? call.result : Value.NOTHING,
                    outcome,
                    call.invoke,
                    call.end));
        }
        return new History(HistoryHeader.of(workload.toString(), workload.model(), 0), operations, cuts, true);
    }
}
