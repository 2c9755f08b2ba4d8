import { readOperation, type Operation, type Value } from "./operation";
import { ShapeReader } from "./shapeReader";

/** Operations of one key that no order can explain together. */
export interface Counterexample {
  readonly key: string;
  /** A few lines for people. */
  readonly summary: string;
  /** The operation whose end made it impossible. */
  readonly unexplained: Operation;
  /** All of them, by invocation. */
  readonly operations: readonly Operation[];
}

/** Undefined when it names no operation: then there is nothing to show. */
export function readCounterexample(json: unknown, where: string): Counterexample | undefined {
  const read = new ShapeReader(json, where);
  const operations = read.list("operations", readOperation);
  const named = read.optionalNumber("unexplained");
  const unexplained = operations.find((op) => op.index === named) ?? lastToAnswer(operations);
  if (unexplained === undefined) return undefined;
  return { key: read.optionalText("key") ?? "", summary: read.optionalText("summary") ?? "", unexplained, operations };
}

/** The search ends at the first answer that cannot be; operations without an answer cannot be that one. */
function lastToAnswer(operations: readonly Operation[]): Operation | undefined {
  return operations
    .filter((op) => op.outcome === "OK")
    .reduce<Operation | undefined>((last, op) => (last === undefined || op.returnNanos > last.returnNanos ? op : last), undefined);
}

/**
 * The operations in the order in which one looks at them: the unexplained one, the write that its value came from if there is
 * one, then the others backwards in time.
 */
export function inOrderOfInterest({ operations, unexplained }: Counterexample): Operation[] {
  const others = operations.filter((op) => op.index !== unexplained.index).toReversed();
  const source = others.find((op) => writes(op, valueRead(unexplained)));
  return [unexplained, ...(source ? [source] : []), ...others.filter((op) => op !== source)];
}

function valueRead(op: Operation): Value {
  return Array.isArray(op.result) ? (op.result[0] ?? null) : op.result;
}

function writes(op: Operation, value: Value): boolean {
  if (value === null) return false;
  return op.argument === value || (Array.isArray(op.argument) && op.argument.includes(value));
}
