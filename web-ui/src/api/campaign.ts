import { ShapeReader } from "./shapeReader";

export type Answer = "VALID" | "INVALID" | "UNKNOWN" | "NOT_APPLICABLE";
export type Conditions = ReadonlyMap<string, Answer>;
export type RunState = "planned" | "running" | "done";

/** One line of the list of campaigns. `outcome` is RUNNING or absent while the campaign runs. */
export interface CampaignSummary {
  readonly name: string;
  readonly startedEpochMillis: number;
  readonly valid: boolean | undefined;
  readonly outcome: string | undefined;
  readonly runs: number;
}

export interface Campaign {
  readonly name: string;
  readonly valid: boolean | undefined;
  readonly outcome: string | undefined;
  readonly reason: string | undefined;
  readonly store: string | undefined;
  /** The command that repeats the campaign. */
  readonly command: string | undefined;
  readonly runs: readonly RunSummary[];
}

/** Recovery times of a run's cuts, in milliseconds: from the recover call to the first correct reply. */
export interface RecoveryMillis {
  readonly median: number | undefined;
  readonly p99: number | undefined;
  readonly max: number | undefined;
}

/** One run as the campaign lists it. What is not known yet (planned, running) is undefined. */
export interface RunSummary {
  readonly id: string;
  readonly state: RunState;
  readonly target: string;
  readonly persistence: string;
  readonly fidelity: string;
  readonly seed: string;
  readonly cuts: number | undefined;
  readonly receipts: number | undefined;
  readonly operations: number | undefined;
  readonly conditions: Conditions;
  readonly strongest: string | undefined;
  readonly lateEffectWindowMillis: number | undefined;
  readonly recoveryMillis: RecoveryMillis | undefined;
  readonly outcome: string | undefined;
  readonly reason: string | undefined;
  /** The planted bug that must be found; empty for an ordinary run. */
  readonly control: string;
  readonly detected: boolean | undefined;
}

export function readCampaignSummaries(json: unknown): CampaignSummary[] {
  return new ShapeReader({ campaigns: json }, "answer").list("campaigns", readCampaignSummary);
}

function readCampaignSummary(json: unknown, where: string): CampaignSummary {
  const read = new ShapeReader(json, where);
  return {
    name: read.text("name"),
    startedEpochMillis: read.number("started_epoch_ms"),
    valid: read.optionalFlag("valid"),
    outcome: read.optionalText("outcome"),
    runs: read.number("runs"),
  };
}

export function readCampaign(json: unknown): Campaign {
  const read = new ShapeReader(json, "campaign");
  return {
    name: read.text("campaign"),
    valid: read.optionalFlag("valid"),
    outcome: read.optionalText("outcome"),
    reason: read.optionalText("reason") || undefined,
    store: read.optionalText("store"),
    command: read.optionalText("command"),
    runs: read.list("runs", readRunSummary),
  };
}

/** Whether more is to come: runs that are not done, or done but not graded together yet. */
export function isRunning(campaign: Campaign): boolean {
  return campaign.outcome === undefined || campaign.outcome === "RUNNING" || campaign.runs.some((run) => run.state !== "done");
}

function readRunSummary(json: unknown, where: string): RunSummary {
  const read = new ShapeReader(json, where);
  return {
    id: read.text("id"),
    state: readState(read.optionalText("state")),
    target: read.optionalText("target") ?? "",
    persistence: read.optionalText("persistence") ?? "",
    fidelity: read.optionalText("fidelity") ?? "",
    seed: exactWhole(read.raw("seed")),
    cuts: read.optionalNumber("cuts"),
    receipts: read.optionalNumber("receipts"),
    operations: read.optionalNumber("operations"),
    conditions: read.optional("conditions", readConditions) ?? new Map(),
    strongest: read.optionalText("strongest"),
    lateEffectWindowMillis: read.optionalNumber("late_effect_window_ms"),
    recoveryMillis: read.optional("recovery_ms", readRecovery),
    outcome: read.optionalText("outcome"),
    reason: read.optionalText("reason") || undefined,
    control: read.optionalText("control") ?? "",
    detected: read.optionalFlag("detected"),
  };
}

/** Seeds have 64 bits; one that JSON's numbers cannot carry exactly is not shown rather than shown wrong. */
function exactWhole(json: unknown): string {
  if (typeof json === "string") return json;
  return Number.isSafeInteger(json) ? String(json) : "";
}

function readState(state: string | undefined): RunState {
  return state === "planned" || state === "running" ? state : "done";
}

function readRecovery(json: unknown, where: string): RecoveryMillis {
  const read = new ShapeReader(json, where);
  return {
    median: read.optionalNumber("median"),
    p99: read.optionalNumber("p99"),
    max: read.optionalNumber("max"),
  };
}

/** Conditions keep the order of the answer: the chain, strongest first. */
export function readConditions(json: unknown, where: string): Conditions {
  const read = new ShapeReader(json, where);
  return new Map(Object.keys(json as object).map((id) => [id, read.text(id) as Answer]));
}
