import { ShapeReader } from "./shapeReader";

export type Outcome = "OK" | "FAIL" | "INFO";

/** The value of an operation: nothing, a whole number, a text, or a sequence of values. */
export type Value = null | number | string | readonly Value[];

/** One operation of a history. Times are nanoseconds since the run's first event; pending operations return at Infinity. */
export interface Operation {
  readonly index: number;
  readonly session: number;
  readonly epoch: number;
  readonly function: string;
  readonly key: string;
  readonly argument: Value;
  readonly result: Value;
  readonly outcome: Outcome;
  readonly invokeNanos: number;
  readonly returnNanos: number;
}

export function readOperation(json: unknown, where: string): Operation {
  const read = new ShapeReader(json, where);
  return {
    index: read.number("index"),
    session: read.number("session"),
    epoch: read.number("epoch"),
    function: read.text("function"),
    key: read.optionalText("key") ?? "",
    argument: readValue(read.raw("argument")),
    result: readValue(read.raw("result")),
    outcome: readOutcome(read.text("outcome")),
    invokeNanos: read.number("invoke_ns"),
    returnNanos: orNever(read.optionalNumber("return_ns")),
  };
}

/** No run lasts as long as 2^53 ns (104 days): larger times are the recorder's "never". */
export function orNever(nanos: number | undefined): number {
  return nanos === undefined || nanos > Number.MAX_SAFE_INTEGER ? Infinity : nanos;
}

function readOutcome(text: string): Outcome {
  const outcome = text.toUpperCase();
  return outcome === "OK" || outcome === "FAIL" ? outcome : "INFO";
}

function readValue(json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (typeof json === "number" || typeof json === "string") return json;
  if (Array.isArray(json)) return json.map(readValue);
  return JSON.stringify(json);
}
