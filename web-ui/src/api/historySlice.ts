import { orNever, readOperation, type Operation } from "./operation";
import { ShapeReader } from "./shapeReader";

/** A power cut on the time line: it ended `epoch` (0-based). Ready is Infinity when the target never answered again. */
export interface PowerCut {
  readonly epoch: number;
  readonly crashEarliestNanos: number;
  readonly crashLatestNanos: number;
  readonly readyEarliestNanos: number;
  readonly readyLatestNanos: number;
}

/** Part of a history: the operations that touch a window of time, in order of invocation, at most the limit asked for. */
export interface HistorySlice {
  readonly startNanos: number;
  readonly endNanos: number;
  readonly sessions: readonly number[];
  readonly operations: readonly Operation[];
  readonly cuts: readonly PowerCut[];
  /** True when the limit cut operations off: then nothing is known after the last one listed. */
  readonly truncated: boolean;
}

export function readHistorySlice(json: unknown): HistorySlice {
  const read = new ShapeReader(json, "history");
  return {
    startNanos: read.number("start_ns"),
    endNanos: read.number("end_ns"),
    sessions: readSessions(read.raw("sessions")),
    operations: read.list("operations", readOperation),
    cuts: read.list("cuts", readPowerCut),
    truncated: read.flag("truncated"),
  };
}

/** Sessions come as a list of numbers, or as how many there are. */
function readSessions(json: unknown): number[] {
  if (typeof json === "number") return Array.from({ length: json }, (_, session) => session);
  return Array.isArray(json) ? json.filter((session): session is number => typeof session === "number") : [];
}

function readPowerCut(json: unknown, where: string): PowerCut {
  const read = new ShapeReader(json, where);
  return {
    epoch: read.number("epoch"),
    crashEarliestNanos: read.number("crash_earliest_ns"),
    crashLatestNanos: read.number("crash_latest_ns"),
    readyEarliestNanos: orNever(read.optionalNumber("ready_earliest_ns")),
    readyLatestNanos: orNever(read.optionalNumber("ready_latest_ns")),
  };
}
