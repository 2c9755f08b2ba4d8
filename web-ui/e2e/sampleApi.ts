import { counterexample, cuts, endNanos, operations, sessionNumbers } from "./sampleHistory";

/** Answers the coordinator's API from made-up results, for states that a real run does not show on demand. */
export function sampleAnswer(path: string, query: URLSearchParams): { status: number; body: unknown } {
  const parts = path.split("/").filter((part) => part !== "").map(decodeURIComponent);
  const [, , campaign, , run, history] = parts;
  if (campaign === undefined) return { status: 200, body: campaigns };
  const found = details[campaign];
  if (found === undefined) return { status: 404, body: { error: "no such campaign" } };
  if (run === undefined) return { status: 200, body: found };
  const summary = found.runs.find((candidate) => candidate.id === run);
  if (summary === undefined) return { status: 404, body: { error: "no such run" } };
  if (history === "history") return summary.state === "planned" ? { status: 404, body: { error: "no history yet" } } : slice(query);
  return { status: 200, body: detail(summary) };
}

const good = { strict: "INVALID", "ready-bounded": "VALID", durable: "VALID" };
const bad = { strict: "INVALID", "ready-bounded": "INVALID", durable: "INVALID" };

interface SampleRun {
  readonly id: string;
  readonly state: string;
  readonly control: string | null;
  readonly outcome: string | null;
  readonly [field: string]: unknown;
}

interface SampleCampaign {
  readonly campaign: string;
  readonly runs: readonly SampleRun[];
  readonly [field: string]: unknown;
}

function run(id: string, fields: Partial<SampleRun>): SampleRun {
  return {
    id, state: "done", target: "memcached", persistence: "wpp", fidelity: "L1", seed: 20261122, cuts: 5, receipts: 5,
    operations: operations.length, conditions: good, strongest: "ready-bounded", late_effect_window_ms: 0.42,
    recovery_ms: { median: 21.4, p99: 38.2, max: 38.2 }, outcome: "PASS", reason: "", control: null, ...fields,
  };
}

function control(id: string, planted: string, fields: Partial<SampleRun>): SampleRun {
  const failed = { conditions: bad, strongest: null, late_effect_window_ms: null, outcome: "VIOLATION" };
  return run(id, { ...failed, control: planted, detected: true, ...fields });
}

const runs = [
  run("wpp-l1", {}),
  control("none", "no persistence", { persistence: "none", recovery_ms: { median: 6.1, p99: 8, max: 8 } }),
  control("l1-lossy", "unflushed lines lost", { fidelity: "L1-lossy", reason: "not recovered after cut 3" }),
  control("stale-register", "one register stale at recovery", {}),
  control("stale-read", "one stale read in 1,000", {}),
];

const details: Record<string, SampleCampaign> = {
  "memcached-demo": { campaign: "memcached-demo", valid: true, outcome: "PASS", store: "store/memcached-demo", command: "./suzaku run examples/memcached.yaml --seed 20261122", runs },
  "no-plants": {
    campaign: "no-plants", valid: false, outcome: "INVALID", store: "store/no-plants", command: "./suzaku demo --disable-planted-bugs",
    runs: runs.map((r) => (r.control ? { ...r, outcome: "PASS", detected: false, strongest: "ready-bounded", conditions: good } : r)),
  },
  live: {
    campaign: "live", valid: false, outcome: "RUNNING", store: "store/live",
    runs: runs.map((r, i) => (i === 0 ? r : { ...r, state: i === 1 ? "running" : "planned", outcome: null, reason: "", operations: 0, receipts: 0, detected: null, strongest: null, conditions: {}, recovery_ms: null })),
  },
};

const campaigns = Object.values(details).map((detailed, i) => {
  const { campaign, valid, outcome, runs: planned } = detailed;
  return { name: campaign, started_epoch_ms: 1_795_000_000_000 + i * 3_600_000, valid, outcome, runs: planned.length };
});

function detail(summary: SampleRun): unknown {
  const receipts = cuts.map((cut) => ({
    cut: cut.epoch, fidelity: "L1", complete: true, pid: 4711 + cut.epoch, threads: 11, threads_in_user: 3 + (cut.epoch % 3),
    threads_in_kernel: 8 - (cut.epoch % 3), tables_checksum: 0x9e3779b9 ^ (cut.epoch * 0x1234567), reverted_lines: 0, note: "",
    in_flight: [5, 3, 6, 4, 7][cut.epoch], recovery_ms: [21.4, 19.9, 38.2, 20.7, 22.5][cut.epoch], audited: cut.epoch % 2 === 0,
  }));
  const failing = summary.outcome === "VIOLATION";
  const example = counterexample();
  const verdict = {
    conditions: failing ? bad : good, strongest: failing ? null : "ready-bounded", engine: "frontier", elapsed_ms: 312,
    ...(failing ? { counterexample: example } : {}),
  };
  return { spec: {}, env: {}, report: null, verdict: summary.state === "done" ? verdict : null, cuts: receipts };
}

function slice(query: URLSearchParams): { status: number; body: unknown } {
  const from = Number(query.get("from_ns") ?? 0);
  const to = Number(query.get("to_ns") ?? endNanos);
  const limit = Number(query.get("limit") ?? 2_000);
  const key = query.get("key");
  const touching = operations.filter(
    (op) => (key === null || op.key === key) && op.invoke_ns <= to && (op.return_ns ?? cuts[op.epoch]?.ready_latest_ns ?? endNanos) >= from,
  );
  const body = { start_ns: 0, end_ns: endNanos, sessions: sessionNumbers, operations: touching.slice(0, limit), cuts, truncated: touching.length > limit };
  return { status: 200, body };
}
