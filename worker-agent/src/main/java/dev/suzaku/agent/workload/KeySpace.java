package dev.suzaku.agent.workload;

import dev.suzaku.agent.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The keys of a run: slots, each with a current key. A key whose history grows too hard or too long to check is retired
 * and its slot continues with a fresh one. Thread-safe.
 *
 * <p>At most {@code pendingPerKeyMax} writes of a key ever have an unknown outcome: a key is retired as soon as the
 * unknown ones plus one from every client could exceed it. (With as many clients as that, one unknown write retires.)
 */
public final class KeySpace {

    /** Every fourth slot holds numbers. */
    private static final int NUMERIC_EVERY = 4;
    /** Out of 100 operations, the ones that go to a client's private keys. */
    private static final int PRIVATE_PERCENT = 25;

    private final int contended;
    private final int perClient;
    private final int unknownMax;
    private final int operationsMax;
    private final AtomicReferenceArray<Key> slots;
    private final int[] generations;
    private final List<Key> touched = new ArrayList<>();
    private final LongAdder lastEpochWrites = new LongAdder();
    private final LongAdder lastEpochWritesObserved = new LongAdder();

    public KeySpace(Workload workload) {
        contended = workload.contendedKeys();
        perClient = workload.privateKeysPerClient();
        unknownMax = Math.max(1, workload.pendingPerKeyMax() - workload.clients());
        operationsMax = workload.operationsPerKeyMax();
        int count = contended + workload.clients() * perClient;
        slots = new AtomicReferenceArray<>(count);
        generations = new int[count];
        for (int slot = 0; slot < count; slot++) {
            renew(slot);
        }
    }

    /** A key for client {@code client}. */
    Key pick(SplittableRandom random, int client) {
        boolean own = perClient > 0 && random.nextInt(100) < PRIVATE_PERCENT;
        int slot = own ? contended + client * perClient + random.nextInt(perClient) : random.nextInt(contended);
        Key key = slots.get(slot);
        if (exhausted(key)) {
            return renewIfStill(slot, key);
        }
        return key;
    }

    /** All keys that were ever current, oldest first. */
    public List<Key> touched() {
        synchronized (touched) {
            return List.copyOf(touched);
        }
    }

    /** To be called at every cut: opens the question what became of the writes acknowledged before it. */
    public void crash() {
        for (Key key : touched()) {
            if (key.crash()) {
                lastEpochWrites.increment();
            }
        }
    }

    /** Over all cuts, keys with a write acknowledged in the epoch that the cut ended. */
    public long lastEpochWrites() {
        return lastEpochWrites.sum();
    }

    /** Of these, the ones read after the cut before anybody wrote them again. */
    public long lastEpochWritesObserved() {
        return lastEpochWritesObserved.sum();
    }

    void observed(Key key) {
        if (key.observe()) {
            lastEpochWritesObserved.increment();
        }
    }

    private boolean exhausted(Key key) {
        return key.unknownWrites() >= unknownMax || key.operations() >= operationsMax;
    }

    private synchronized Key renewIfStill(int slot, Key key) {
        Key current = slots.get(slot);
        return current == key ? renew(slot) : current;
    }

    private Key renew(int slot) {
        int generation = generations[slot]++;
        String name = slot < contended
                ? "c" + slot + "." + generation
                : "p" + (slot - contended) / perClient + "." + (slot - contended) % perClient + "." + generation;
        Key key = new Key(name, slot % NUMERIC_EVERY == NUMERIC_EVERY - 1);
        slots.set(slot, key);
        synchronized (touched) {
            touched.add(key);
        }
        return key;
    }
}
