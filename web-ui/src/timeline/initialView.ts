import type { PowerCut } from "../api/historySlice";
import { clamp, type View } from "./view";

const leastNanos = 5e6;
const withoutCutsNanos = 50e6;

/** The window a run opens with: its first cut with what came before and after it, or its beginning when it has no cut. */
export function initialView(cuts: readonly PowerCut[], bounds: View): View {
  const [first] = cuts;
  return first === undefined ? clamp({ from: bounds.from, to: bounds.from + withoutCutsNanos }, bounds) : viewOfCut(first, bounds);
}

/** A cut from its crash to the first reply, with half of that time before it and as much after. */
export function viewOfCut(cut: PowerCut, bounds: View): View {
  const ready = Number.isFinite(cut.readyLatestNanos) ? cut.readyLatestNanos : bounds.to;
  const length = Math.max(ready - cut.crashEarliestNanos, leastNanos);
  return clamp({ from: cut.crashEarliestNanos - length / 2, to: ready + length / 2 }, bounds);
}
