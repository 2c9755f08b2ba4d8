package dev.suzaku.coordinator.bench.checkers;

import dev.suzaku.checkers.generate.Workload;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Fault;
import dev.suzaku.coordinator.bench.checkers.CheckCase.Promise;
import java.util.ArrayList;
import java.util.List;

/** The histories that are measured. */
final class CheckCases {
    private static final int LENGTH = 10_000;

    private CheckCases() {}

    static List<CheckCase> all(long seed) {
        List<CheckCase> cases = new ArrayList<>();
        for (int operations : new int[] {1_000, 10_000, 100_000, 1_000_000}) {
            cases.add(CheckCase.curve("length", operations, Workload.cas(5, operations, seed), Fault.NONE));
        }
        for (int clients : new int[] {1, 2, 5, 10, 20, 30}) {
            cases.add(CheckCase.curve("clients", clients, Workload.cas(clients, LENGTH, seed), Fault.NONE));
        }
        for (int perMille : new int[] {1, 2, 5, 10, 20}) {
            Workload workload = Workload.cas(5, LENGTH, seed).withPending(perMille);
            cases.add(CheckCase.curve("pending", perMille * LENGTH / 1000.0, workload, Fault.NONE));
        }
        cases.addAll(promised(seed));
        return cases;
    }

    private static List<CheckCase> promised(long seed) {
        Workload ten = Workload.cas(10, LENGTH, seed);
        Workload cut = ten.withCuts(50);
        return List.of(
                CheckCase.promised("speed", Workload.cas(5, LENGTH, seed), Fault.NONE, new Promise.Times(5)),
                CheckCase.promised("speed", ten, Fault.NONE, new Promise.Times(10)),
                CheckCase.promised("speed", ten, Fault.CONTRADICTION, new Promise.Times(100)),
                CheckCase.promised("speed", ten, Fault.STALE_READ, new Promise.Times(100)),
                CheckCase.promised("speed", Workload.cas(20, LENGTH, seed), Fault.NONE, new Promise.Definite()),
                CheckCase.promised("speed", Workload.cas(30, LENGTH, seed), Fault.NONE, new Promise.Definite()),
                CheckCase.promised("speed", Workload.cas(20, 1_000, seed), Fault.STALE_READ, new Promise.Definite()),
                CheckCase.promised("cuts", cut.withUniqueValues(), Fault.CONTRADICTION, new Promise.Definite()),
                CheckCase.promised("cuts", cut, Fault.CONTRADICTION, new Promise.Definite()),
                CheckCase.promised("large", Workload.unique(10, 1_000_000, seed), Fault.NONE, new Promise.Millis(150)),
                CheckCase.promised("large", Workload.cas(5, 1_000_000, seed), Fault.NONE, new Promise.Millis(500)));
    }
}
