import { readConditions, type Conditions } from "./campaign";
import { readCounterexample, type Counterexample } from "./counterexample";
import { ShapeReader } from "./shapeReader";

/** Evidence that a cut happened. */
export interface Receipt {
  readonly cut: number;
  readonly fidelity: string;
  readonly complete: boolean;
  readonly pid: number;
  readonly threads: number | undefined;
  readonly threadsInUser: number | undefined;
  readonly threadsInKernel: number | undefined;
  /** Client operations waiting for an answer when all threads stood still. */
  readonly inFlight: number | undefined;
  /** From the call that recovers the target to its first correct reply. */
  readonly recoveryMillis: number | undefined;
  readonly tablesChecksum: number | undefined;
  readonly revertedLines: number | undefined;
  readonly note: string;
}

export interface Verdict {
  readonly conditions: Conditions;
  readonly strongest: string | undefined;
  readonly engine: string | undefined;
  readonly elapsedMillis: number | undefined;
  readonly reason: string | undefined;
  readonly counterexample: Counterexample | undefined;
}

export interface Run {
  readonly receipts: readonly Receipt[];
  readonly verdict: Verdict | undefined;
}

export function readRun(json: unknown): Run {
  const read = new ShapeReader(json, "run");
  return {
    receipts: read.list("cuts", readReceipt),
    verdict: read.optional("verdict", readVerdict),
  };
}

function readReceipt(json: unknown, where: string): Receipt {
  const read = new ShapeReader(json, where);
  return {
    cut: read.number("cut"),
    fidelity: read.optionalText("fidelity") ?? "",
    complete: read.optionalFlag("complete") ?? false,
    pid: read.number("pid"),
    threads: read.optionalNumber("threads"),
    threadsInUser: read.optionalNumber("threads_in_user"),
    threadsInKernel: read.optionalNumber("threads_in_kernel"),
    inFlight: read.optionalNumber("in_flight"),
    recoveryMillis: read.optionalNumber("recovery_ms"),
    tablesChecksum: read.optionalNumber("tables_checksum"),
    revertedLines: read.optionalNumber("reverted_lines"),
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
