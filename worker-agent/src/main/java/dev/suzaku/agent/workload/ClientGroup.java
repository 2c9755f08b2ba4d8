package dev.suzaku.agent.workload;

import dev.suzaku.agent.RunSpec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The clients of a run, each in its own thread. Thread-safe. */
public final class ClientGroup implements AutoCloseable {

    private static final long JOIN_MILLIS = 5_000;

    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Gate gate = new Gate();
    private final Consumer<Throwable> failure;
    private volatile int epoch;
    private volatile boolean stopped;

    /**
     * @param ids gives out session ids
     * @param log where planted reads are put down
     * @param failure told when a client's thread ends by an exception
     */
    public ClientGroup(
            RunSpec spec,
            InetSocketAddress address,
            AtomicInteger ids,
            Journal journal,
            Consumer<String> log,
            Consumer<Throwable> failure) {
        this.failure = failure;
        int timeoutMillis = Math.toIntExact(spec.limits().operationMillis());
        SplittableRandom random = new SplittableRandom(spec.seed());
        for (int index = 0; index < spec.workload().clients(); index++) {
            long offset = spec.staleReadOneIn() == 0 ? 0 : random.nextLong(spec.staleReadOneIn());
            StaleReads stale = new StaleReads(spec.staleReadOneIn(), offset, log);
            Session session = new Session(ids, address, timeoutMillis, journal, stale::answer);
            OperationMix mix = new OperationMix(random.nextLong(), index, spec.workload(), journal.keys());
            clients.add(new Client(session, mix, stale, gate, () -> epoch, () -> stopped));
        }
    }

    /** Starts the threads. */
    public void start(String name) {
        for (int index = 0; index < clients.size(); index++) {
            Thread thread = new Thread(clients.get(index), name + "-client-" + index);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, cause) -> failure.accept(cause));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Lets clients forget what holds within an epoch only. */
    public void epoch(int now) {
        epoch = now;
    }

    /** From now on no client begins an operation. */
    public void hold() {
        gate.hold();
    }

    /** Waits until every client has ended its operation. @return whether all did within the time */
    public boolean awaitHeld(long timeoutMillis) throws InterruptedException {
        return gate.awaitHeld(clients.size(), timeoutMillis);
    }

    public void release() {
        gate.release();
    }

    /** Number of clients with an operation in flight at this instant of the recent past. */
    public int inFlight(long nanos) {
        return (int) clients.stream()
                .filter(client -> client.session().inFlight(nanos))
                .count();
    }

    /** Ids of the clients' sessions that have had no answer on a connection made after {@code nanos}. */
    public List<Integer> unansweredSince(long nanos) {
        return clients.stream()
                .map(Client::session)
                .filter(session -> !session.answeredSince(nanos))
                .map(Session::id)
                .toList();
    }

    /** Stale reads planted by all clients; exact after {@link #close()}. */
    public long staleReadsPlanted() {
        return clients.stream().mapToLong(Client::staleReadsPlanted).sum();
    }

    /** Ends all operations and threads; idempotent. An interrupt is remembered, not obeyed. */
    @Override
    public void close() {
        stopped = true;
        gate.release();
        clients.forEach(client -> client.session().close());
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
        for (Thread thread : threads) {
            interrupted |= join(thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            throw new IllegalStateException(
                    "a client does not end " + JOIN_MILLIS + " ms after its connection was closed");
        }
    }

    private static boolean join(Thread thread, long deadlineNanos) {
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < deadlineNanos) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
