import type { PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";
import { waitedUntilNanos } from "./lateEffect";
import { around, type View } from "./view";

/** So many operations of a counterexample are numbered on the timeline and shown together: more would hide one another. */
export const numberedOperations = 9;

/** The window that shows these operations of a counterexample, with room around them. */
export function windowAround(operations: readonly Operation[], cuts: ReadonlyMap<number, PowerCut>, bounds: View): View {
  const from = Math.min(...operations.map((op) => op.invokeNanos));
  const ends = operations.map((op) => waitedUntilNanos(op, cuts)).map((end) => (Number.isFinite(end) ? end : bounds.to));
  return around({ from, to: Math.max(...ends, from + 1) }, 2e6, bounds);
}
