package dev.suzaku.histories;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Writes the history of a run while it happens.
 *
 * <p>Thread-safe: any number of clients may call at once. Each call stamps its event on the caller's thread and puts it
 * into a bounded queue; one writer thread encodes, compresses and writes. When the queue is full callers wait, so that
 * memory stays bounded. When the writer fails, every later call and {@link #close()} throw its
 * {@link HistoryFormatException}; nothing is dropped silently.
 */
public final class HistoryRecorder implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 1 << 16;
    private static final int BATCH = 1 << 12;
    private static final long OFFER_WAIT_MILLIS = 100;
    private static final long FLUSH_INTERVAL_MILLIS = 500;

    private final ArrayBlockingQueue<HistoryEvent> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong nextOperation = new AtomicLong();
    private final LongSupplier nanoClock;
    private final HistoryWriter writer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile HistoryFormatException failure;
    private boolean closed;

    private HistoryRecorder(HistoryWriter writer, LongSupplier nanoClock) {
        this.writer = writer;
        this.nanoClock = nanoClock;
        this.thread = new Thread(this::writeUntilClosed, "history-writer");
        this.thread.setDaemon(true);
    }

    /**
     * Creates the file, which must not exist, and starts the writer.
     *
     * @param nanoClock the run's monotonic clock; normally {@code System::nanoTime}
     * @throws HistoryFormatException when the file cannot be created
     */
    public static HistoryRecorder create(Path szh, HistoryHeader header, LongSupplier nanoClock) {
        HistoryRecorder recorder = new HistoryRecorder(HistoryWriter.create(szh, header), nanoClock);
        recorder.thread.start();
        return recorder;
    }

    /** Stamps an invocation; call it before the first byte is sent. Returns the number to complete it with. */
    public long invoke(int session, String function, String key, Value argument) {
        long operation = nextOperation.getAndIncrement();
        put(new HistoryEvent.Invoke(operation, session, function, key, argument, now()));
        return operation;
    }

    /** Stamps the end of an operation; call it once, when the answer is completely parsed. */
    public void complete(long operation, Outcome outcome, Value result) {
        put(new HistoryEvent.Complete(operation, outcome, result, now()));
    }

    /** Records that the cut which ends {@code epoch} happened within the given interval. */
    public void crash(int epoch, long earliestNanos, long latestNanos) {
        put(new HistoryEvent.Crash(epoch, earliestNanos, latestNanos));
    }

    /** Records when the first reply came after the cut which ended {@code epoch}. */
    public void ready(int epoch, long earliestNanos, long latestNanos) {
        put(new HistoryEvent.Ready(epoch, earliestNanos, latestNanos));
    }

    /** The run's clock. */
    public long now() {
        return nanoClock.getAsLong();
    }

    /** Writes everything that is queued and the end trailer. Calls that race with it may be refused. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        failIfWriterFailed();
    }

    private void put(HistoryEvent event) {
        boolean interrupted = false;
        try {
            while (true) {
                failIfWriterFailed();
                if (closing) {
                    throw new HistoryFormatException("the history recorder is closed");
                }
                try {
                    if (queue.offer(event, OFFER_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true; // the event must not be lost; the caller finds its flag set afterwards
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void failIfWriterFailed() {
        HistoryFormatException seen = failure;
        if (seen != null) {
            throw new HistoryFormatException(seen.getMessage(), seen);
        }
    }

    private void writeUntilClosed() {
        List<HistoryEvent> batch = new ArrayList<>(BATCH);
        try (writer) {
            long lastFlushNanos = System.nanoTime();
            while (true) {
                boolean last = closing;
                batch.clear();
                if (queue.drainTo(batch, BATCH) == 0) {
                    if (last) {
                        break;
                    }
                    HistoryEvent event = queue.poll(OFFER_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                    if (event != null) {
                        batch.add(event);
                    }
                }
                for (HistoryEvent event : batch) {
                    writer.write(event);
                }
                long nanos = System.nanoTime();
                if (nanos - lastFlushNanos > TimeUnit.MILLISECONDS.toNanos(FLUSH_INTERVAL_MILLIS)) {
                    writer.flush();
                    lastFlushNanos = nanos;
                }
            }
            writer.finish();
        } catch (HistoryFormatException e) {
            failure = e;
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = new HistoryFormatException("the history writer stopped: " + e, e);
        }
    }
}
