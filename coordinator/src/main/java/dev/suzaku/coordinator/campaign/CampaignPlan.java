package dev.suzaku.coordinator.campaign;

import dev.suzaku.agent.Limits;
import dev.suzaku.agent.RunSpec;
import dev.suzaku.agent.TargetOptions;
import dev.suzaku.agent.Workload;
import dev.suzaku.checkers.Condition;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.faults.CutPlan;
import dev.suzaku.faults.Fidelity;
import dev.suzaku.faults.PlantedBug;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A campaign expanded into runs: targets x workloads x cut plans x repetitions, then the controls. A pure function of document and
 * seed; every run gets a seed of its own from the campaign's seed and its id, so adding a run does not change the others.
 *
 * @param campaign the campaign's name
 * @param seed the seed of everything
 * @param bugsPlanted false with --disable-planted-bugs: controls run without their bug and must then be reported as not detected
 * @param runs in the order in which they are carried out
 */
public record CampaignPlan(String campaign, long seed, boolean bugsPlanted, List<PlannedRun> runs) {
    private static final int MAX_RUNS = 1_000;

    public CampaignPlan {
        runs = List.copyOf(runs);
    }

    public static CampaignPlan of(CampaignDocument document, long seed, boolean plantBugs) {
        try {
            return new CampaignPlan(
                    document.campaign(), seed, plantBugs, new Expansion(document, seed, plantBugs).runs());
        } catch (IllegalArgumentException e) {
            throw new BadInputException("campaign " + document.campaign() + ": " + e.getMessage(), e);
        }
    }

    private record Expansion(CampaignDocument document, long seed, boolean plantBugs) {

        List<PlannedRun> runs() {
            Map<String, PlannedRun> runs = new LinkedHashMap<>();
            for (CampaignDocument.Target target : document.targets()) {
                for (CampaignDocument.Load load : document.workloads()) {
                    for (CampaignDocument.Cuts cuts : document.cutPlans()) {
                        for (int i = 0; i < document.repeat(); i++) {
                            String name = target.type() + "-" + target.persistence() + "-" + cuts.fidelity();
                            add(runs, plain(freeId(runs, name), target, load, cuts));
                        }
                    }
                }
            }
            for (CampaignDocument.Control control : document.controls()) {
                add(runs, control(freeId(runs, "control-" + control.plant()), control));
            }
            return new ArrayList<>(runs.values());
        }

        private static void add(Map<String, PlannedRun> runs, PlannedRun run) {
            if (runs.size() >= MAX_RUNS) {
                throw new BadInputException(
                        "campaign " + run.spec().campaign() + ": expands into more than " + MAX_RUNS + " runs");
            }
            runs.put(run.id(), run);
        }

        private static String freeId(Map<String, PlannedRun> runs, String name) {
            String id = name;
            for (int i = 2; runs.containsKey(id); i++) {
                id = name + "-" + i;
            }
            return id;
        }

        private PlannedRun plain(
                String id, CampaignDocument.Target target, CampaignDocument.Load load, CampaignDocument.Cuts cuts) {
            Fidelity fidelity = Fidelity.ofId(cuts.fidelity()).orElseThrow();
            CutPlan plan = cutPlan(id, fidelity, cuts.cuts(), cuts.operationsBetween(), PlantedBug.NONE);
            return new PlannedRun(
                    spec(id, target, target.persistence(), load, plan, "", 0),
                    requirement(),
                    "",
                    document.limits().checkMillis());
        }

        /** Bug by bug: what differs from the campaign's first plain run. */
        private PlannedRun control(String id, CampaignDocument.Control control) {
            CampaignDocument.Target target = document.targets().get(0);
            Plant plant = Plant.ofId(control.plant());
            String persistence = plantBugs && plant == Plant.NO_PERSISTENCE ? RunSpec.NONE : target.persistence();
            Fidelity plain =
                    Fidelity.ofId(document.cutPlans().get(0).fidelity()).orElseThrow();
            Fidelity fidelity = plantBugs && plant == Plant.LOSSY_CUTS ? Fidelity.L1_LOSSY : plain;
            PlantedBug bug = plantBugs ? runtimeBug(plant) : PlantedBug.NONE;
            long staleReadOneIn = plantBugs && plant == Plant.STALE_READS ? control.oneIn() : 0;
            CutPlan cuts = cutPlan(id, fidelity, control.cuts(), control.operationsBetween(), bug);
            PlannedRun.Requirement durableOnly =
                    new PlannedRun.Requirement(requirement().condition(), 0, 0, 0, 0);
            return new PlannedRun(
                    spec(id, target, persistence, document.workloads().get(0), cuts, control.plant(), staleReadOneIn),
                    durableOnly,
                    control.plant(),
                    document.limits().checkMillis());
        }

        private static PlantedBug runtimeBug(Plant plant) {
            return switch (plant) {
                case STALE_REGISTER -> PlantedBug.STALE_REGISTER;
                case STALE_TABLE_ENTRY -> PlantedBug.STALE_TABLE_ENTRY;
                case NO_PERSISTENCE, LOSSY_CUTS, STALE_READS -> PlantedBug.NONE;
            };
        }

        private CutPlan cutPlan(
                String id, Fidelity fidelity, int cuts, CampaignDocument.Range between, PlantedBug bug) {
            return new CutPlan(seedOf(id, 2), fidelity, cuts, between.min(), between.max(), bug);
        }

        private RunSpec spec(
                String id,
                CampaignDocument.Target target,
                String persistence,
                CampaignDocument.Load load,
                CutPlan cuts,
                String control,
                long staleReadOneIn) {
            CampaignDocument.Waits waits = document.limits();
            return new RunSpec(
                    document.campaign(),
                    id,
                    target.type(),
                    persistence,
                    workload(load),
                    cuts,
                    seedOf(id, 1),
                    control,
                    staleReadOneIn,
                    new TargetOptions(
                            "", target.port(), target.threads(), target.memoryMebibytes(), target.poolMebibytes()),
                    new Limits(
                            waits.operationMillis(), waits.startMillis(), waits.recoveryMillis(), waits.runMillis()));
        }

        private static Workload workload(CampaignDocument.Load load) {
            return new Workload(
                    load.type(),
                    load.clients(),
                    load.contendedKeys(),
                    load.privateKeys(),
                    load.pendingPerKey(),
                    load.operationsPerKey(),
                    (int) load.valueBytes().min(),
                    (int) load.valueBytes().max(),
                    load.ballastMebibytes());
        }

        private PlannedRun.Requirement requirement() {
            CampaignDocument.Require require = document.require();
            return new PlannedRun.Requirement(
                    Condition.named(require.condition()),
                    require.operations(),
                    require.cutsWithInFlight(),
                    require.threadsInUser(),
                    require.threadsInKernel());
        }

        /** SplitMix64 over seed, id and purpose; 53 bits, which every JSON reader keeps exactly. */
        private long seedOf(String id, int purpose) {
            long z = seed + 0x9E3779B97F4A7C15L * (31L * id.hashCode() + purpose);
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return (z ^ (z >>> 31)) >>> 11;
        }
    }
}
