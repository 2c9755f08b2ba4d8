package dev.suzaku.coordinator.campaign;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A campaign file as written, defaults filled in. The components are the keys of {@code campaign.schema.json}, where each is
 * described.
 */
public record CampaignDocument(
        String campaign,
        String description,
        List<Target> targets,
        List<Load> workloads,
        @JsonProperty("cut_plans") List<Cuts> cutPlans,
        int repeat,
        Require require,
        Waits limits,
        List<Control> controls) {

    public CampaignDocument {
        description = description == null ? "" : description;
        targets = List.copyOf(targets);
        workloads = List.copyOf(workloads);
        cutPlans = List.copyOf(cutPlans);
        controls = List.copyOf(controls);
    }

    public record Target(
            String type,
            String persistence,
            int port,
            int threads,
            @JsonProperty("memory_mib") int memoryMebibytes,
            @JsonProperty("pool_mib") long poolMebibytes) {}

    public record Load(
            String type,
            int clients,
            @JsonProperty("contended_keys") int contendedKeys,
            @JsonProperty("private_keys") int privateKeys,
            @JsonProperty("pending_per_key") int pendingPerKey,
            @JsonProperty("operations_per_key") int operationsPerKey,
            @JsonProperty("value_bytes") Range valueBytes,
            @JsonProperty("ballast_mib") int ballastMebibytes) {}

    public record Cuts(
            String fidelity,
            int cuts,
            @JsonProperty("operations_between") Range operationsBetween) {}

    public record Range(long min, long max) {}

    /** What a run must reach to PASS. */
    public record Require(
            String condition,
            long operations,
            @JsonProperty("cuts_with_operations_in_flight") int cutsWithInFlight,
            @JsonProperty("threads_in_user") int threadsInUser,
            @JsonProperty("threads_in_kernel") int threadsInKernel) {}

    public record Waits(
            @JsonProperty("operation_ms") long operationMillis,
            @JsonProperty("start_ms") long startMillis,
            @JsonProperty("recovery_ms") long recoveryMillis,
            @JsonProperty("run_ms") long runMillis,
            @JsonProperty("check_ms") long checkMillis) {}

    /** {@code oneIn}: for stale reads, one read in this many. */
    public record Control(
            String plant,
            int cuts,
            @JsonProperty("operations_between") Range operationsBetween,
            @JsonProperty("one_in") long oneIn) {}
}
