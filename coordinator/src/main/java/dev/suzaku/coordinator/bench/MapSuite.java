package dev.suzaku.coordinator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inserts into a map: an ordinary map in the runtime, whose memory survives as it is, against the same source on PMDK's libpmemobj
 * transactions. PMDK is told that the pool's file in memory is persistent memory (PMEM_IS_PMEM_FORCE), so that it flushes cache lines
 * instead of calling msync; the second variant leaves the flushes out, as on a machine with eADR.
 */
final class MapSuite implements Suite {
    private static final List<Peer> PEERS = List.of(
            new Peer("PMDK", Map.of("PMEM_IS_PMEM_FORCE", "1"), Bound.atMost(1 / 5.24)),
            new Peer(
                    "PMDK without flushes",
                    Map.of("PMEM_IS_PMEM_FORCE", "1", "PMEM_NO_FLUSH", "1"),
                    Bound.atMost(1 / 3.5)));

    private record Peer(String label, Map<String, String> environment, Bound bound) {}

    @Override
    public String name() {
        return "map-insert";
    }

    @Override
    public void run(BenchPlan plan, BenchReport report) throws IOException, InterruptedException {
        for (String kind : List.of("hash", "tree")) {
            if (plan.wants("map-insert/" + kind)) {
                compare(plan, report, kind);
            }
        }
    }

    private static void compare(BenchPlan plan, BenchReport report, String kind)
            throws IOException, InterruptedException {
        Path ordinary = plan.tools().ours("map-plain", "gcc");
        Path transactions = plan.tools().ours("map-pmemobj", "libpmemobj-dev");
        String name = "map-insert/" + kind;
        Map<String, PairedSamples> samples = new HashMap<>();
        List<String> order = new ArrayList<>(List.of(Side.NATIVE.label()));
        samples.put(order.get(0), samples(name, Side.NATIVE.label(), Measure.unbounded("insert_ns", "ns/insert")));
        for (Peer peer : PEERS) {
            order.add(peer.label());
            samples.put(peer.label(), samples(name, peer.label(), Measure.of("insert_ns", "ns/insert", peer.bound())));
        }
        List<String> words = List.of(ordinary.toString(), kind, Long.toString(plan.mapKeys()));
        List<String> pooled = List.of(transactions.toString(), kind, Long.toString(plan.mapKeys()), "pool");
        for (int pair = 0; pair < plan.turns().pairs(); pair++) {
            plan.turns().say(name + ", pair " + (pair + 1));
            Trial ours = () -> once(plan, Side.RUNTIME, Map.of(), words);
            plan.turns().take(samples.get(Side.NATIVE.label()), ours, () -> once(plan, Side.NATIVE, Map.of(), words));
            for (Peer peer : PEERS) {
                Trial other = () -> once(plan, Side.NATIVE, peer.environment(), pooled);
                plan.turns().take(samples.get(peer.label()), ours, other);
            }
        }
        order.forEach(label -> report.add(samples.get(label).comparisons()));
    }

    private static PairedSamples samples(String name, String peer, Measure measure) {
        return new PairedSamples(name, List.of(measure), Side.RUNTIME.label(), peer);
    }

    private static Map<String, Double> once(
            BenchPlan plan, Side side, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        try (MeasuredProcess process = side.start(plan.tools().directory("map"), environment, command)) {
            return process.numbers();
        }
    }
}
