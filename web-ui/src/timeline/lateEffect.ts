import type { PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";

/** Conditions whose bound on pending operations the timeline can draw. */
export const drawnConditions = ["strict", "ready-bounded", "durable"] as const;
export type DrawnCondition = (typeof drawnConditions)[number];

/**
 * Until when an operation may take effect: its return when it has one, else D(op) of the condition: the crash that
 * ended its epoch (strict), the first reply after it (ready-bounded), or no bound (durable).
 */
export function latestEffectNanos(op: Operation, condition: DrawnCondition, cuts: ReadonlyMap<number, PowerCut>): number {
  if (op.outcome !== "INFO") return op.returnNanos;
  const cut = cuts.get(op.epoch);
  if (condition === "durable" || cut === undefined) return Infinity;
  const bound = condition === "strict" ? cut.crashLatestNanos : cut.readyLatestNanos;
  return Math.max(bound, op.invokeNanos);
}

/** Where the tail of an operation that nothing bounds stops being drawn and fades: at the first reply after a cut that follows its invocation. */
export function tailUntilNanos(op: Operation, condition: DrawnCondition, cuts: ReadonlyMap<number, PowerCut>): number {
  const effect = latestEffectNanos(op, condition, cuts);
  if (Number.isFinite(effect)) return effect;
  return Math.min(...[...cuts.values()].map((cut) => cut.readyLatestNanos).filter((ready) => ready >= op.invokeNanos));
}

/**
 * Until when its client waited for an operation: its return, else the crash of its epoch or the next operation that its session
 * invoked (`nextNanos`, Infinity when none is known), whichever came first.
 */
export function waitedUntilNanos(op: Operation, cuts: ReadonlyMap<number, PowerCut>, nextNanos = Infinity): number {
  if (Number.isFinite(op.returnNanos)) return op.returnNanos;
  return Math.max(Math.min(cuts.get(op.epoch)?.crashLatestNanos ?? Infinity, nextNanos), op.invokeNanos);
}

/** When its session invoked its next operation, for each pending operation (by index) that has one among these. */
export function nextInvocations(operations: readonly Operation[]): Map<number, number> {
  const next = new Map<number, number>();
  const pending = new Map<number, Operation>();
  for (const op of operations.toSorted((a, b) => a.invokeNanos - b.invokeNanos)) {
    const before = pending.get(op.session);
    if (before !== undefined) next.set(before.index, op.invokeNanos);
    if (op.outcome === "INFO") pending.set(op.session, op);
    else pending.delete(op.session);
  }
  return next;
}
