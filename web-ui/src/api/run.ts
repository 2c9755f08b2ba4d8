import { readConditions, type Conditions } from "./campaign";
import { readOperation, type Operation } from "./operation";
import { ShapeError, ShapeReader } from "./shapeReader";

/** Evidence that a cut happened. */
export interface Receipt {
  readonly cut: number;
  readonly fidelity: string;
  readonly complete: boolean;
  readonly pid: number;
  readonly threads: number | undefined;
  readonly threadsInUser: number | undefined;
  readonly threadsInKernel: number | undefined;
  readonly tablesChecksum: number | undefined;
  readonly revertedLines: number | undefined;
  readonly note: string;
}

/** The operations that no order can explain, with the sentence that names them. */
export interface Counterexample {
  readonly key: string;
  readonly summary: string;
  readonly operations: readonly Operation[];
}

export interface Verdict {
  readonly conditions: Conditions;
  readonly strongest: string | undefined;
  readonly engine: string | undefined;
  readonly elapsedMillis: number | undefined;
  readonly reason: string | undefined;
  readonly counterexample: Counterexample | undefined;
}

/** What the worker counted, one entry per cut where it is a list. */
export interface Report {
  /** Client operations waiting for an answer when all threads stood still. */
  readonly inFlight: readonly number[];
  /** From the call that recovers the target to its first correct reply. */
  readonly recoveryMillis: readonly number[];
}

export interface Run {
  readonly receipts: readonly Receipt[];
  readonly report: Report | undefined;
  readonly verdict: Verdict | undefined;
}

export function readRun(json: unknown): Run {
  const read = new ShapeReader(json, "run");
  return {
    receipts: read.list("cuts", readReceipt),
    report: read.optional("report", readReport),
    verdict: read.optional("verdict", readVerdict),
  };
}

function readReport(json: unknown, where: string): Report {
  const read = new ShapeReader(json, where);
  return { inFlight: read.list("inFlight", readNumber), recoveryMillis: read.list("recoveryMillis", readNumber) };
}

function readNumber(json: unknown, where: string): number {
  if (typeof json !== "number") throw new ShapeError(`${where}: expected a number`);
  return json;
}

function readReceipt(json: unknown, where: string): Receipt {
  const read = new ShapeReader(json, where);
  return {
    cut: read.number("cut"),
    fidelity: read.optionalText("fidelity") ?? "",
    complete: read.optionalFlag("complete") ?? false,
    pid: read.number("pid"),
    threads: read.optionalNumber("threads"),
    threadsInUser: read.optionalNumber("threadsInUser"),
    threadsInKernel: read.optionalNumber("threadsInKernel"),
    tablesChecksum: read.optionalNumber("tablesChecksum"),
    revertedLines: read.optionalNumber("revertedLines"),
    note: read.optionalText("note") ?? "",
  };
}

function readVerdict(json: unknown, where: string): Verdict {
  const read = new ShapeReader(json, where);
  return {
    conditions: read.optional("conditions", readConditions) ?? new Map(),
    strongest: read.optionalText("strongest"),
    engine: read.optionalText("engine"),
    elapsedMillis: read.optionalNumber("elapsed_ms"),
    reason: read.optionalText("reason"),
    counterexample: read.optional("counterexample", readCounterexample),
  };
}

function readCounterexample(json: unknown, where: string): Counterexample {
  const read = new ShapeReader(json, where);
  return {
    key: read.optionalText("key") ?? "",
    summary: read.optionalText("summary") ?? "",
    operations: read.list("operations", readOperation),
  };
}
